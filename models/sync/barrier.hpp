#pragma once

/// Bounded programs over basic_barrier, or anything that is used like it.

#include "models/deadline.hpp"
#include "primitives/sync/barrier.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <stdexcept>

namespace heddle::models {

/// Threads meet several times. Each sees what the others did before, and nobody is ahead.
template <class Sync, class Barrier, std::size_t Threads, int Rounds>
struct lock_step {
    static constexpr std::size_t threads = Threads;

    Barrier barrier{Threads};
    std::array<std::array<typename Sync::template var<int>, Threads>, Rounds> done{};

    void thread(std::size_t index) {
        for (auto& round : done) {
            round[index] = 1;
            barrier.arrive_and_wait();
            for (const auto& each : round) Sync::check(each == 1, "it was too early");
        }
    }

    void after() {}

    void invariant() {}
};

/// Threads meet, and each gets another index; the action is called once, before they go on, and
/// sees what they did.
template <class Sync, class Barrier, std::size_t Threads>
struct acting {
    static constexpr std::size_t threads = Threads;

    std::array<typename Sync::template var<int>, Threads> indices{};
    std::array<typename Sync::template var<int>, Threads> done{};
    typename Sync::template var<int> actions{0};
    Barrier barrier{Threads, [this] {
                        for (const auto& each : done) Sync::check(each == 1, "it was too early");
                        ++actions;
                    }};

    void thread(std::size_t index) {
        done[index] = 1;
        const std::size_t order = barrier.arrive_and_wait();
        ++indices[order];
        Sync::check(actions == 1, "the action was not called, or not once");
    }

    void after() {
        for (const auto& each : indices) Sync::check(each == 1, "the indices are not 0, 1, ...");
        Sync::check(!barrier.is_broken() && barrier.waiting() == 0, "it is not as it was");
        Sync::check(barrier.parties() == Threads, "it is for others than it was");
    }

    void invariant() {}
};

/// What became of a thread at a barrier. Not to be called where an exception is being handled:
/// Relacy's threads share what the C++ runtime knows of those.
template <class Arrive>
bool passes(Arrive arrive) {
    try {
        arrive();
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

/// Threads meet, of which all but the first may give up: all get by, or none.
template <class Sync, class Barrier, std::size_t Threads>
struct giving_up_at_a_barrier {
    static constexpr std::size_t threads = Threads;

    Barrier barrier{Threads};
    std::array<typename Sync::template var<bool>, Threads> has_passed{};

    void thread(std::size_t index) {
        has_passed[index] = passes([&] {
            if (index == 0)
                barrier.arrive_and_wait();
            else if (index == 1)
                barrier.arrive_and_wait_for(std::chrono::milliseconds(1));
            else
                barrier.arrive_and_wait_until(soon<Sync>());
        });
    }

    void after() {
        for (const auto& each : has_passed)
            Sync::check(each != barrier.is_broken(), "not all got by, and not none");
    }

    void invariant() {}
};

/// One thread waits for another one that does not come, but aborts.
template <class Sync, class Barrier>
struct aborting {
    static constexpr std::size_t threads = 2;

    Barrier barrier{2};

    void thread(std::size_t index) {
        if (index == 1)
            barrier.abort();
        else
            Sync::check(!passes([&] { barrier.arrive_and_wait(); }), "it passed alone");
    }

    void after() {
        Sync::check(barrier.is_broken() && barrier.waiting() == 0, "it is not broken");
        barrier.reset();
        Sync::check(!barrier.is_broken(), "it is still broken");
    }

    void invariant() {}
};

/// One thread resets the barrier and then comes to it. Another one, if it is sent away by that,
/// comes again: they meet.
template <class Sync, class Barrier>
struct resetting {
    static constexpr std::size_t threads = 2;

    Barrier barrier{2};

    void thread(std::size_t index) {
        const auto arrives = [&] { return passes([&] { barrier.arrive_and_wait(); }); };
        if (index == 1) barrier.reset();
        Sync::check(arrives() || (index == 0 && arrives()), "it is still broken");
    }

    void after() { Sync::check(!barrier.is_broken(), "it is broken"); }

    void invariant() {}
};

/// Two threads meet, and the action throws: neither gets by.
template <class Sync, class Barrier>
struct failing {
    static constexpr std::size_t threads = 2;

    Barrier barrier{2, [] { throw std::runtime_error("out"); }};

    void thread(std::size_t) {
        Sync::check(!passes([&] { barrier.arrive_and_wait(); }), "it passed");
    }

    void after() { Sync::check(barrier.is_broken(), "it is not broken"); }

    void invariant() {}
};

} // namespace heddle::models
