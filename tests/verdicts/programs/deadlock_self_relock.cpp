// A normal mutex locked twice by its owner. "fixed": the mutex is recursive.
#include <mutex>

template <class Mutex>
void twice() {
    Mutex mutex;
    mutex.lock();
    mutex.lock(); // BUG
    mutex.unlock();
    mutex.unlock();
}

int main(int argc, char**) {
    if (argc > 1) {
        twice<std::recursive_mutex>();
    } else {
        twice<std::mutex>();
    }
}
