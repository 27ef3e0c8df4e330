#pragma once

/// Bounded programs over basic_thread_monitor, or anything that is used like it. Thread 0 is the
/// one that is looked at.

#include "models/deadline.hpp"
#include "primitives/thread/thread_state.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>

namespace heddle::models {

using thread::thread_state;

/// Lives a whole life, blocked once.
template <class Monitor>
void live(Monitor& monitor) {
    monitor.schedule();
    monitor.run([&] { const auto scope = monitor.blocking(); });
}

inline constexpr std::array whole_life{thread_state::created, thread_state::runnable,
                                       thread_state::running, thread_state::blocked,
                                       thread_state::running, thread_state::terminated};

/// Two threads look at the state twice: each sees the states in their order, and no others.
template <class Sync, template <class> class Monitor, std::size_t Observers = 1>
struct observing {
    static constexpr std::size_t threads = 1 + Observers;

    Monitor<Sync> monitor;

    void thread(std::size_t index) {
        if (index == 0) return live(monitor);
        const thread_state first = monitor.state();
        const thread_state second = monitor.state();
        const auto since = std::find(whole_life.begin(), whole_life.end(), first);
        Sync::check(std::find(since, whole_life.end(), second) != whole_life.end(),
                    "a thread's states came in another order");
    }

    void after() { Sync::check(monitor.state() == thread_state::terminated, "the thread is over"); }

    void invariant() {}
};

/// Another thread finds by the state, by its end, or by the number of transitions how far the
/// thread is: what it had done by then can be seen.
template <class Sync, template <class> class Monitor>
struct publishing {
    static constexpr std::size_t threads = 2;

    Monitor<Sync> monitor;
    typename Sync::template var<int> before{0};
    typename Sync::template var<int> result{0};

    void thread(std::size_t index) {
        if (index == 0) {
            monitor.schedule();
            monitor.run([&] {
                before = 1;
                const auto scope = monitor.blocking();
                result = 2;
            });
            return;
        }
        if (monitor.transitions() >= 3) Sync::check(before == 1, "it is blocked, so it was here");
        if (monitor.state() == thread_state::terminated)
            Sync::check(result == 2, "its result is not there");
    }

    void after() { Sync::check(monitor.transitions() == 5, "a transition was lost"); }

    void invariant() {}
};

/// Others wait for the thread's end: all are woken, and see its result.
template <class Sync, template <class> class Monitor, std::size_t Waiters = 2>
struct awaiting {
    static constexpr std::size_t threads = 1 + Waiters;

    Monitor<Sync> monitor;
    typename Sync::template var<int> result{0};

    void thread(std::size_t index) {
        if (index == 0) {
            monitor.schedule();
            monitor.run([&] { result = 2; });
            return;
        }
        monitor.wait();
        Sync::check(result == 2, "its result is not there");
        Sync::check(monitor.state() == thread_state::terminated, "the thread is over");
    }

    void after() {}

    void invariant() {}
};

/// One waits for as long as it takes, another one until deadlines that may pass at any time.
template <class Sync, template <class> class Monitor>
struct awaiting_for {
    static constexpr std::size_t threads = 3;

    Monitor<Sync> monitor;
    typename Sync::template var<int> result{0};

    void thread(std::size_t index) {
        if (index == 0) {
            monitor.schedule();
            monitor.run([&] { result = 2; });
        } else if (index == 1) {
            monitor.wait();
        } else if (monitor.wait_for(std::chrono::milliseconds(1)) ||
                   monitor.wait_until(soon<Sync>())) {
            Sync::check(result == 2, "its result is not there");
        } else if (monitor.state() == thread_state::terminated) {
            Sync::check(monitor.wait_for(std::chrono::milliseconds(0)), "it was over before");
        }
    }

    void after() {}

    void invariant() {}
};

/// The thread fails, and two others would have its exception: one of them gets it, the first who
/// asks after the end.
template <class Sync, template <class> class Monitor>
struct failing {
    static constexpr std::size_t threads = 3;

    struct error {
        int number;
    };

    Monitor<Sync> monitor;
    typename Sync::template atomic<int> taken{0};

    void thread(std::size_t index) {
        if (index == 0) {
            monitor.schedule();
            monitor.run([] { throw error{7}; });
        } else {
            take();
        }
    }

    void after() {
        take();
        Sync::check(monitor.state() == thread_state::failed, "an exception left it");
        Sync::check(taken.load(std::memory_order_relaxed) == 1, "its exception was taken once");
    }

    void invariant() {}

private:
    void take() {
        const std::exception_ptr taken_here = monitor.take_error();
        if (!taken_here) return;
        int number = 0;
        try {
            std::rethrow_exception(taken_here);
        } catch (const error& e) {
            number = e.number;
        }
        Sync::check(number == 7, "another exception was thrown");
        taken.fetch_add(1, std::memory_order_relaxed);
    }
};

/// Another thread reads the history while fewer transitions are remembered than there are, so that
/// entries are overwritten: what it gets is a part of the thread's life, without a gap.
template <class Sync, template <class> class Monitor>
struct remembering {
    static constexpr std::size_t threads = 2;

    Monitor<Sync> monitor;

    void thread(std::size_t index) {
        if (index == 0) return live(monitor);
        const auto before = monitor.state();
        const auto history = monitor.history();
        const auto after = monitor.state();
        const auto same = [](const auto& step, thread_state state) { return step.to == state; };
        Sync::check(std::search(whole_life.begin(), whole_life.end(), history.begin(),
                                history.end(),
                                [&](auto a, auto b) { return same(b, a); }) != whole_life.end(),
                    "the history has a gap");
        for (std::size_t i = 1; i < history.size(); ++i) {
            Sync::check(history[i - 1].at <= history[i].at, "time went back");
        }
        const auto since = std::find(whole_life.begin(), whole_life.end(), before);
        const auto then = std::find(since, whole_life.end(), history.back().to);
        Sync::check(then != whole_life.end(), "the history is older than the state before");
        Sync::check(std::find(then, whole_life.end(), after) != whole_life.end(),
                    "the state is older than the history before");
    }

    void after() {
        const auto history = monitor.history();
        Sync::check(history.back().to == thread_state::terminated, "the end is part of it");
        Sync::check(history.back() == monitor.latest(), "the last comes last");
    }

    void invariant() {}
};

/// The last transition is of the moment of a state that was seen before, or of a later one; and the
/// other way round.
template <class Sync, template <class> class Monitor>
struct timing {
    static constexpr std::size_t threads = 2;

    Monitor<Sync> monitor;

    void thread(std::size_t index) {
        if (index == 0) return live(monitor);
        const thread_state before = monitor.state();
        const thread_state latest = monitor.latest().to;
        const thread_state after = monitor.state();
        const auto since = std::find(whole_life.begin(), whole_life.end(), before);
        const auto then = std::find(since, whole_life.end(), latest);
        Sync::check(then != whole_life.end(), "the last transition is older than the state before");
        Sync::check(std::find(then, whole_life.end(), after) != whole_life.end(),
                    "the state is older than the last transition before");
    }

    void after() {}

    void invariant() {}
};

/// How long a thread has lived is known whenever it has been started.
template <class Sync, template <class> class Monitor>
struct aging {
    static constexpr std::size_t threads = 2;

    Monitor<Sync> monitor;

    void thread(std::size_t index) {
        if (index == 0) return live(monitor);
        Sync::check(monitor.elapsed().count() >= 0, "it lived for less than no time");
    }

    void after() {}

    void invariant() {}
};

/// The thread could not be started: those who wait for its end are told.
template <class Sync, template <class> class Monitor>
struct abandoning {
    static constexpr std::size_t threads = 2;

    Monitor<Sync> monitor;

    void thread(std::size_t index) {
        if (index == 0) {
            monitor.schedule();
            monitor.abandon(std::make_exception_ptr(1));
        } else {
            monitor.wait();
            Sync::check(monitor.state() == thread_state::failed, "it was not started");
            Sync::check(monitor.take_error() != nullptr, "nobody else has taken why");
        }
    }

    void after() {}

    void invariant() {}
};

} // namespace heddle::models
