// A condition variable may end as soon as all its waiters have been notified, before they return.
// "late": one is notified after its end.
#include <condition_variable>
#include <mutex>
#include <thread>

int main(int argc, char**) {
    bool const late = argc > 1;
    std::mutex mutex;
    auto* const changed = new std::condition_variable;
    bool done = false;
    std::thread waiter{[&] {
        std::unique_lock held{mutex};
        if (!done) {
            changed->wait(held);
        }
        if (late) {
            changed->notify_all(); // BUG
        }
    }};
    {
        std::lock_guard const held{mutex};
        done = true;
        changed->notify_all();
        delete changed; // BUG
    }
    waiter.join();
}
