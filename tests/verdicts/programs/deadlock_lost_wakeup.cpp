// The notification may come before the wait. "fixed": the wait has a predicate, changed under the
// mutex.
#include <condition_variable>
#include <mutex>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::thread waiter{[&] {
        std::unique_lock held{mutex};
        if (fixed) {
            changed.wait(held, [&] { return ready; });
        } else {
            changed.wait(held); // BUG
        }
    }};
    {
        std::lock_guard const held{mutex};
        ready = true;
    }
    changed.notify_one();
    waiter.join(); // BUG
}
