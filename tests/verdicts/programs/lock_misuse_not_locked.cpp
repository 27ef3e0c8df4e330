// unlock() of a mutex that nobody holds. "fixed": locked before.
#include <mutex>

int main(int argc, char**) {
    std::mutex mutex;
    if (argc > 1) {
        mutex.lock();
    }
    mutex.unlock(); // BUG
}
