#pragma once

#include "primitives/queue/bounded_queue.hpp"
#include "primitives/thread/task_queue.hpp"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace heddle::thread {

/// A fixed number of threads that run what is submitted: a task_queue, and who works for it.
class thread_pool : private task_queue {
public:
    /// As many threads as the machine has processors.
    thread_pool() : thread_pool(std::max(std::thread::hardware_concurrency(), 1U)) {}

    /// Of `threads` threads; at most `capacity` tasks wait to be run.
    /// @throws std::invalid_argument if either is 0; std::system_error, std::bad_alloc or
    ///         std::length_error if there cannot be as many threads
    explicit thread_pool(std::size_t threads, std::size_t capacity = queue::unbounded)
        : task_queue(capacity) {
        if (threads == 0) throw std::invalid_argument("a pool of no threads");
        threads_.reserve(threads);
        try {
            while (threads_.size() < threads) threads_.emplace_back([this] { work(); });
        } catch (...) {
            shutdown();
            join();
            throw;
        }
    }

    /// Runs the tasks that wait, unless there was a `shutdown_now`. Blocks until that is done. Not
    /// for a task of this pool.
    ~thread_pool() {
        shutdown();
        join();
    }

    using task_queue::shutdown;
    using task_queue::shutdown_now;
    using task_queue::size;
    using task_queue::submit;
    using task_queue::try_submit;
    using task_queue::wait_idle;
    using task_queue::wait_idle_for;
    using task_queue::wait_idle_until;

    /// Blocks until every thread has ended, after a shutdown. Not for a task of this pool.
    void join() {
        const std::lock_guard held(joining_);
        for (std::thread& each : threads_) {
            if (each.joinable()) each.join();
        }
    }

    /// How many threads there are.
    [[nodiscard]] std::size_t threads() const noexcept { return threads_.size(); }

private:
    sync::mutex joining_;
    std::vector<std::thread> threads_;
};

} // namespace heddle::thread
