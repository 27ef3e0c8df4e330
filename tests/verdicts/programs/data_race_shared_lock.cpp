// A thread that has locked shared hands something on to another one that does, though shared locks
// order readers with writers only. "fixed": the first one locks as a writer.
#include <atomic>
#include <shared_mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::shared_mutex mutex;
    std::atomic<bool> ready{false};
    int value = 0;
    std::thread reader{[&] {
        if (ready.load(std::memory_order_relaxed)) {
            mutex.lock_shared();
            mutex.unlock_shared();
            assert(value == 1); // BUG
        }
    }};
    value = 1; // BUG
    if (fixed) {
        mutex.lock();
        mutex.unlock();
    } else {
        mutex.lock_shared();
        mutex.unlock_shared();
    }
    ready.store(true, std::memory_order_relaxed);
    reader.join();
}
