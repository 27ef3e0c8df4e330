#pragma once

/// Condition variables that are wrong.

#include "primitives/sync/condition_variable.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace heddle::models {

/// Lets go of the lock before it has begun to wait: a notification in between is lost.
template <class Sync>
class late_condition_variable {
public:
    template <class Lock>
    void wait(Lock& lock) {
        lock.unlock(); // the flaw
        {
            std::unique_lock inner(mutex_);
            condition_.wait(inner);
        }
        lock.lock();
    }

    template <class Lock, class Predicate>
    void wait(Lock& lock, Predicate predicate) {
        while (!predicate()) wait(lock);
    }

    void notify_one() { condition_.notify_one(); }

private:
    typename Sync::mutex mutex_;
    sync::basic_condition_variable<Sync> condition_;
};

/// A semaphore and the number of those that wait: whoever comes to the semaphore next is woken, be
/// it a thread that began to wait later (Birrell, "Implementing Condition Variables with
/// Semaphores", 2003).
template <class Sync>
class stolen_condition_variable {
public:
    template <class Lock>
    void wait(Lock& lock) {
        wait_with(lock, [this] {
            Sync::wait(wakeups_, 0);
            return true;
        });
    }

    template <class Lock, class Timeout>
    std::cv_status wait_for(Lock& lock, Timeout timeout) {
        const auto deadline = sync::deadline_after<typename Sync::clock>(timeout);
        return wait_with(lock, [&] { return Sync::wait_until(wakeups_, 0, deadline); })
                   ? std::cv_status::no_timeout
                   : std::cv_status::timeout;
    }

    // With the lock held.
    void notify_one() {
        if (waiting_ == 0) return;
        --waiting_;
        wakeups_.fetch_add(1); // the flaw: whose it is, is not said
        Sync::notify_one(wakeups_);
    }

private:
    template <class Lock, class Sleep>
    bool wait_with(Lock& lock, Sleep sleep) {
        ++waiting_;
        lock.unlock();
        bool taken = try_acquire();
        while (!taken && sleep()) taken = try_acquire();
        lock.lock();
        if (!taken) --waiting_;
        return taken;
    }

    bool try_acquire() {
        std::uint32_t left = wakeups_.load();
        while (left > 0) {
            if (wakeups_.compare_exchange_strong(left, left - 1)) return true;
        }
        return false;
    }

    typename Sync::word wakeups_{0};
    typename Sync::template var<int> waiting_{0};
};

} // namespace heddle::models
