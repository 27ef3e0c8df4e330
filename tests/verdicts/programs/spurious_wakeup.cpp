// A wait without a predicate may return early, when asked to be (--spurious).
#include <condition_variable>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

int main() {
    std::mutex mutex;
    std::condition_variable changed;
    bool waiting = false;
    bool ready = false;
    std::thread waiter{[&] {
        std::unique_lock held{mutex};
        if (ready) {
            return;
        }
        waiting = true;
        changed.wait(held);
        assert(ready); // BUG
    }};
    {
        std::lock_guard const held{mutex};
        ready = true;
        if (waiting) {
            changed.notify_one();
        }
    }
    waiter.join();
}
