#pragma once

#include "support/event_loop.hpp"

#include <cassert>
#include <coroutine>
#include <deque>
#include <mutex>
#include <thread>

namespace heddle::scenarios {

/// An async lock whose waiters can be cancelled, but for `release`, which the twins differ in.
///
///     waiter     acquire: free   acquire: taken   first, released   cancel
///     idle       owner           queued                             cancelled
///     queued                                      owner, resumed    cancelled, resumed
///     owner                                                         owner (it came too late)
///     cancelled  cancelled       cancelled        (twins differ)    cancelled
///
/// A cancelled waiter stays in the queue until a release comes to it.
class cancellable_lock {
public:
    enum class waiter_state { idle, queued, owner, cancelled };

    /// One call of `acquire`, and the way to cancel it. Outlives that call.
    struct waiter {
        std::coroutine_handle<> coroutine;
        waiter_state state = waiter_state::idle;
    };

    explicit cancellable_lock(event_loop& loop) : loop_{loop} {}

    /// `co_await lock.acquire(waiter)` suspends until the lock is owned (true) or the waiter
    /// cancelled (false).
    auto acquire(waiter& self) noexcept {
        struct awaiter {
            cancellable_lock& lock;
            waiter& self;

            bool await_ready() const noexcept { return false; }

            bool await_suspend(std::coroutine_handle<> coroutine) {
                return lock.queue_up(self, coroutine);
            }

            bool await_resume() const { return lock.is_owner(self); }
        };

        return awaiter{*this, self};
    }

    /// Ends the waiter's wait, unless it owns the lock already. Called on any thread.
    void cancel(waiter& cancelled) {
        const std::lock_guard guard(mutex_);
        if (cancelled.state == waiter_state::owner) {
            return;
        }
        if (cancelled.state == waiter_state::queued) {
            loop_.post(cancelled.coroutine);
        }
        cancelled.state = waiter_state::cancelled;
    }

protected:
    ~cancellable_lock() = default;

    /// Under `mutex_`: the lock is the waiter's now.
    void hand_over(waiter& next) {
        next.state = waiter_state::owner;
        loop_.post(next.coroutine);
    }

    std::mutex mutex_;
    bool taken_ = false;
    std::deque<waiter*> waiters_;

private:
    bool queue_up(waiter& self, std::coroutine_handle<> coroutine) {
        const std::lock_guard guard(mutex_);
        if (self.state == waiter_state::cancelled) {
            return false;
        }
        if (!taken_) {
            taken_ = true;
            self.state = waiter_state::owner;
            return false;
        }
        self.coroutine = coroutine;
        self.state = waiter_state::queued;
        waiters_.push_back(&self);
        return true;
    }

    bool is_owner(const waiter& self) {
        const std::lock_guard guard(mutex_);
        return self.state == waiter_state::owner;
    }

    event_loop& loop_;
};

/// Takes the lock, awaits while it holds it, and gives it up; no more than that when it is
/// cancelled.
template <typename Lock>
task hold_once(event_loop& loop, Lock& lock, cancellable_lock::waiter& self, int& turns) {
    // Not inside the condition: GCC 12 then never enters the coroutine's body.
    const bool owns = co_await lock.acquire(self);
    if (owns) {
        ++turns;
        co_await loop.yield();
        lock.release();
    }
}

/// One thread runs three tasks that want the lock; another cancels the second of them, at any time.
/// The two others must get their turn whatever happens to it.
template <typename Lock>
void run_cancel_workload() {
    event_loop loop;
    Lock lock(loop);
    cancellable_lock::waiter first;
    cancellable_lock::waiter second;
    cancellable_lock::waiter third;
    int turns = 0;
    loop.spawn(hold_once(loop, lock, first, turns));
    loop.spawn(hold_once(loop, lock, second, turns));
    loop.spawn(hold_once(loop, lock, third, turns));
    std::thread runner([&] { loop.run(); });
    lock.cancel(second);
    runner.join();
    const bool second_had_its_turn = second.state == cancellable_lock::waiter_state::owner;
    assert(turns == (second_had_its_turn ? 3 : 2));
}

} // namespace heddle::scenarios
