// Attempts to lock in a loop, which never succeed: the mutex is not unlocked. "fixed": it is.
#include <mutex>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::mutex mutex;
    int counter = 0;
    auto const add = [&] {
        while (!mutex.try_lock()) { // BUG
            std::this_thread::yield();
        }
        ++counter;
        if (fixed) {
            mutex.unlock();
        }
    };
    std::thread first{add};
    std::thread second{add};
    first.join();
    second.join();
}
