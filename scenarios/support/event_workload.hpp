#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

namespace heddle::scenarios {

/// One thread waits for an `Event`; when it does, it is set, and cleared at once. `Event` has
/// `set()`, `clear()`, and `wait(f)`, which calls `f` when a set can no longer be missed.
template <class Event>
void run_event_workload() {
    Event event;
    std::mutex mutex;
    std::condition_variable changed;
    bool waits = false;
    std::thread waiter([&] {
        event.wait([&] {
            const std::lock_guard held(mutex);
            waits = true;
            changed.notify_one();
        });
    });
    {
        std::unique_lock held(mutex);
        changed.wait(held, [&] { return waits; });
    }
    event.set();
    event.clear();
    waiter.join();
}

} // namespace heddle::scenarios
