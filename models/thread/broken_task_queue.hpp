#pragma once

/// Flawed twins of basic_task_queue.

#include "primitives/queue/bounded_queue.hpp"
#include "primitives/sync/condition_variable.hpp"
#include "primitives/sync/mutex.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>

namespace heddle::models {

enum class pool_flaw {
    none,              // to know that nothing else is wrong with the twin
    flag_outside_lock, // a worker that has looked, and does not wait yet, misses the shutdown
    wakes_one,         // at the shutdown, of all who wait
    forgets,           // at the shutdown, what is to be done
    done_too_early,    // before the task is run
};

/// Of at most one task.
template <class Sync, pool_flaw Flaw>
class flawed_tasks {
    using lock = std::unique_lock<sync::lock_of<Sync>>;

public:
    explicit flawed_tasks(std::size_t) {}

    template <class Work>
    int submit(Work work) {
        const lock held(mutex_);
        if (is_shut_.load(std::memory_order_relaxed)) throw queue::queue_closed();
        task_ = std::move(work);
        unfinished_ = 1;
        changed_.notify_one();
        return 0;
    }

    void work() {
        lock held(mutex_);
        for (;;) {
            changed_.wait(held, [this] {
                return task_ != nullptr || is_shut_.load(std::memory_order_relaxed) != 0;
            });
            if (Flaw == pool_flaw::forgets && is_shut_.load(std::memory_order_relaxed))
                return; // FLAW: there may be a task yet
            if (!task_) return;
            const auto task = std::exchange(task_, nullptr);
            if constexpr (Flaw == pool_flaw::done_too_early) finish(); // FLAW
            held.unlock();
            task();
            held.lock();
            if constexpr (Flaw != pool_flaw::done_too_early) finish();
        }
    }

    void wait_idle() {
        lock held(mutex_);
        idle_.wait(held, [this] { return unfinished_ == 0; });
    }

    void shutdown() {
        lock held(mutex_, std::defer_lock);
        if constexpr (Flaw != pool_flaw::flag_outside_lock) held.lock(); // FLAW
        is_shut_.store(1, std::memory_order_relaxed);
        if constexpr (Flaw == pool_flaw::wakes_one)
            changed_.notify_one(); // FLAW
        else
            changed_.notify_all();
    }

private:
    void finish() {
        unfinished_ = 0;
        idle_.notify_all();
    }

    sync::lock_of<Sync> mutex_;
    sync::basic_condition_variable<Sync> changed_;
    sync::basic_condition_variable<Sync> idle_;
    std::function<void()> task_;
    typename Sync::template var<int> unfinished_{0};
    typename Sync::template atomic<int> is_shut_{0};
};

template <pool_flaw Flaw>
struct flawed_pool {
    template <class Sync>
    using tasks = flawed_tasks<Sync, Flaw>;
};

/// Drops nothing, whatever it is told.
template <class Sync>
struct draining_task_queue : thread::basic_task_queue<Sync> {
    using thread::basic_task_queue<Sync>::basic_task_queue;

    void shutdown_now() { this->shutdown(); } // FLAW
};

} // namespace heddle::models
