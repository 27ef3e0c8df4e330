#pragma once

/// Bounded programs over basic_task_queue: a thread pool whose threads are the model's.

#include "models/deadline.hpp"
#include "primitives/queue/bounded_queue.hpp"
#include "primitives/thread/future.hpp"
#include "primitives/thread/task_queue.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>

namespace heddle::models {

/// A thread submits a task, waits for its value and shuts down; another one works.
template <class Sync, template <class> class Tasks>
struct submitting {
    static constexpr std::size_t threads = 2;

    Tasks<Sync> tasks{1};
    typename Sync::template var<int> input{0};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        input = 6;
        auto result = tasks.submit([this](int more) { return input + more; }, 1);
        Sync::check(result.get() == 7, "the value is another one's");
        tasks.shutdown();
    }

    void after() { Sync::check(tasks.size() == 0, "a task is left"); }

    void invariant() {}
};

/// A thread submits a task and shuts down: the task is run; nothing can be submitted any more; and
/// every worker ends.
template <class Sync, template <class> class Tasks, std::size_t Workers = 1>
struct shutting_down {
    static constexpr std::size_t threads = 1 + Workers;

    Tasks<Sync> tasks{1};
    typename Sync::template var<int> done{0};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        (void)tasks.submit([this] { done = 1; });
        tasks.shutdown();
    }

    void after() {
        Sync::check(done == 1, "the task was not run");
        bool is_closed = false;
        try {
            (void)tasks.submit([] {});
        } catch (const queue::queue_closed&) {
            is_closed = true;
        }
        Sync::check(is_closed, "a task was taken that will never be run");
    }

    void invariant() {}
};

/// A thread submits a task and waits until nothing is to be done: it sees what the task did.
template <class Sync, template <class> class Tasks>
struct idling {
    static constexpr std::size_t threads = 2;

    Tasks<Sync> tasks{1};
    typename Sync::template var<int> done{0};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        (void)tasks.submit([this] { done = 1; });
        tasks.wait_idle();
        Sync::check(done == 1, "the task was not run");
        tasks.shutdown();
    }

    void after() {}

    void invariant() {}
};

/// A thread submits a task and cancels it: it is run, or it is cancelled, and not both.
template <class Sync, template <class> class Tasks>
struct cancelling_task {
    static constexpr std::size_t threads = 2;

    Tasks<Sync> tasks{1};
    typename Sync::template var<int> done{0};
    typename Sync::template var<int> cancelled{0};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        auto result = tasks.submit([this] { done = 1; });
        cancelled = result.cancel() ? 1 : 0;
        tasks.shutdown();
    }

    void after() { Sync::check(done + cancelled == 1, "it was run and cancelled, or neither"); }

    void invariant() {}
};

/// A thread submits two tasks and shuts down at once: each is run, or cancelled, and who waits for
/// them is told which.
template <class Sync, template <class> class Tasks>
struct shutting_down_now {
    static constexpr std::size_t threads = 2;

    Tasks<Sync> tasks{2};
    std::array<typename Sync::template var<int>, 2> done{};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        auto first = tasks.submit([this] { done[0] = 1; });
        auto second = tasks.submit([this] { done[1] = 1; });
        tasks.shutdown_now();
        tasks.wait_idle();
        Sync::check(first.is_over() && second.is_over(), "a task is left");
        const int cancelled = (first.is_cancelled() ? 1 : 0) + (second.is_cancelled() ? 1 : 0);
        Sync::check(done[0] + done[1] + cancelled == 2, "it was run and cancelled, or neither");
        Sync::check(!first.is_cancelled() || second.is_cancelled(), "the first comes first");
    }

    void after() {}

    void invariant() {}
};

/// A thread submits a task and shuts down at once: it has been taken by a worker then, or will not
/// be.
template <class Sync, template <class> class Tasks>
struct dropping {
    static constexpr std::size_t threads = 2;

    Tasks<Sync> tasks{1};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        (void)tasks.submit([] {});
        tasks.shutdown_now();
        Sync::check(tasks.size() == 0, "a task is left");
    }

    void after() {}

    void invariant() {}
};

/// A thread submits a task that throws: it catches that, and the worker goes on to its end.
template <class Sync, template <class> class Tasks>
struct throwing_task {
    static constexpr std::size_t threads = 2;

    Tasks<Sync> tasks{1};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        auto bad = tasks.submit([]() -> int { throw 3; });
        tasks.shutdown();
        int thrown = 0;
        try {
            (void)bad.get();
        } catch (int code) {
            thrown = code;
        }
        Sync::check(thrown == 3, "another exception was thrown");
    }

    void after() {}

    void invariant() {}
};

/// A thread submits a task if there is room, and waits for it until a deadline, which may pass at
/// any time.
template <class Sync, template <class> class Tasks>
struct idling_in_time {
    static constexpr std::size_t threads = 2;

    Tasks<Sync> tasks{1};
    typename Sync::template var<int> done{0};

    void thread(std::size_t index) {
        if (index != 0) return tasks.work();
        Sync::check(tasks.try_submit([this] { done = 1; }).has_value(), "there was room");
        if (tasks.wait_idle_until(soon<Sync>())) Sync::check(done == 1, "the task was not run");
        tasks.shutdown();
    }

    void after() {
        Sync::check(tasks.wait_idle_for(std::chrono::milliseconds(1)), "nothing is to be done");
        Sync::check(done == 1, "the task was not run");
    }

    void invariant() {}
};

} // namespace heddle::models
