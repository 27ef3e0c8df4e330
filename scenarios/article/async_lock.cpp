// The article's async lock: `async with lock` around read, await, write. A task that finds the lock
// taken is suspended, not its thread, and unlock hands the lock to the one that has waited longest.
// Here the loop runs on two threads, so that taking and handing over really happen at once.
//
// Flawed twin: async_counter_without_lock. With cancellation: async_lock_cancel.

#include "support/event_loop.hpp"

#include <heddle/scenario.hpp>

#include <cassert>
#include <coroutine>
#include <mutex>
#include <queue>
#include <thread>

namespace {

using namespace heddle::scenarios;

class async_lock {
public:
    explicit async_lock(event_loop& loop) : loop_{loop} {}

    /// `co_await lock.acquire()` suspends until the caller owns the lock.
    auto acquire() noexcept {
        struct awaiter {
            async_lock& lock;

            bool await_ready() const noexcept { return false; }

            bool await_suspend(std::coroutine_handle<> waiter) {
                return !lock.take_or_queue(waiter);
            }

            void await_resume() const noexcept {}
        };

        return awaiter{*this};
    }

    void release() {
        const std::lock_guard guard(mutex_);
        if (waiters_.empty()) {
            taken_ = false;
        } else {
            loop_.post(waiters_.front());
            waiters_.pop();
        }
    }

private:
    bool take_or_queue(std::coroutine_handle<> waiter) {
        const std::lock_guard guard(mutex_);
        if (!taken_) {
            taken_ = true;
            return true;
        }
        waiters_.push(waiter);
        return false;
    }

    event_loop& loop_;
    std::mutex mutex_;
    bool taken_ = false;
    std::queue<std::coroutine_handle<>> waiters_;
};

task increment(event_loop& loop, async_lock& lock, int& shared) {
    co_await lock.acquire();
    const int current = shared;
    co_await loop.yield();
    shared = current + 1;
    lock.release();
}

} // namespace

static const heddle::scenario async_lock_scenario{
    .name = "article/async_lock",
    .expect = heddle::verdict::correct,
    .story = "Two coroutines on two threads hold an async lock over an await; nothing is lost.",
    .body = [] {
        event_loop loop;
        async_lock lock(loop);
        int shared = 0;
        loop.spawn(increment(loop, lock, shared));
        loop.spawn(increment(loop, lock, shared));
        std::thread second_thread([&] { loop.run(); });
        loop.run();
        second_thread.join();
        assert(shared == 2);
    }};
