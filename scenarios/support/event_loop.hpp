#pragma once

#include <condition_variable>
#include <coroutine>
#include <exception>
#include <mutex>
#include <queue>

namespace heddle::scenarios {

class event_loop;

/// The return type of a coroutine that `event_loop::spawn` runs. Its frame is freed when it
/// finishes. A task that is never spawned leaks its frame.
class task {
public:
    struct promise_type;
    using handle = std::coroutine_handle<promise_type>;

    handle coroutine;
};

/// The smallest event loop that can run the article's coroutines: a first-in, first-out queue of
/// those that are ready. Any number of threads may call `run` at once; each resumes one coroutine
/// at a time.
class event_loop {
public:
    /// Makes a task ready for the first time. The loop runs until all spawned tasks have finished.
    void spawn(task spawned);

    /// Makes a suspended coroutine ready. Called by whoever ends its wait, on any thread.
    void post(std::coroutine_handle<> coroutine) {
        const std::lock_guard lock(mutex_);
        ready_.push(coroutine);
        changed_.notify_one();
    }

    /// Resumes ready coroutines until every task has finished; blocks while none is ready.
    /// When a task waits for what never comes, so does this thread.
    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] { return !ready_.empty() || unfinished_ == 0; });
            if (ready_.empty()) {
                return;
            }
            const auto coroutine = ready_.front();
            ready_.pop();
            lock.unlock();
            coroutine.resume();
            lock.lock();
        }
    }

    /// `co_await loop.yield()` lets the others run first: the article's `asyncio.sleep`, without
    /// the clock.
    auto yield() noexcept {
        struct awaiter : std::suspend_always {
            event_loop& loop;

            explicit awaiter(event_loop& owner) noexcept : loop{owner} {}

            void await_suspend(std::coroutine_handle<> coroutine) { loop.post(coroutine); }
        };

        return awaiter{*this};
    }

private:
    friend task::promise_type;

    void finished() {
        const std::lock_guard lock(mutex_);
        if (--unfinished_ == 0) {
            changed_.notify_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::queue<std::coroutine_handle<>> ready_;
    int unfinished_ = 0;
};

struct task::promise_type {
    event_loop* loop = nullptr;

    task get_return_object() noexcept { return task{handle::from_promise(*this)}; }

    std::suspend_always initial_suspend() noexcept { return {}; }

    std::suspend_never final_suspend() noexcept { return {}; }

    void return_void() { loop->finished(); }

    void unhandled_exception() noexcept { std::terminate(); }
};

inline void event_loop::spawn(task spawned) {
    spawned.coroutine.promise().loop = this;
    const std::lock_guard lock(mutex_);
    ++unfinished_;
    ready_.push(spawned.coroutine);
    changed_.notify_one();
}

} // namespace heddle::scenarios
