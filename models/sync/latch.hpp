#pragma once

/// Bounded programs over basic_latch, or anything that is used like it.

#include "models/deadline.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>

namespace heddle::models {

/// Some threads count down, and one waits: it sees what all of them did before.
template <class Sync, class Latch, std::size_t Workers>
struct counting_down {
    static constexpr std::size_t threads = Workers + 1;

    Latch latch{static_cast<int>(Workers)};
    std::array<typename Sync::template var<int>, Workers> done{};

    void thread(std::size_t index) {
        if (index < Workers) {
            done[index] = 1;
            latch.count_down();
        } else {
            latch.wait();
            for (const auto& each : done) Sync::check(each == 1, "it was too early");
        }
    }

    void after() { Sync::check(latch.try_wait(), "something is left"); }

    void invariant() {}
};

/// All threads count down and wait: each sees what the others did before. The first takes two off.
template <class Sync, class Latch, std::size_t Threads>
struct arriving {
    static constexpr std::size_t threads = Threads;

    Latch latch{static_cast<int>(Threads) + 1};
    std::array<typename Sync::template var<int>, Threads> done{};

    void thread(std::size_t index) {
        done[index] = 1;
        latch.arrive_and_wait(index == 0 ? 2 : 1);
        for (const auto& each : done) Sync::check(each == 1, "it was too early");
    }

    void after() {}

    void invariant() {}
};

/// One of two threads that wait may give up, twice, and sees nothing then; the other is woken.
template <class Sync, class Latch>
struct giving_up_on_a_latch {
    static constexpr std::size_t threads = 3;

    Latch latch{1};
    typename Sync::template var<int> done{0};

    void thread(std::size_t index) {
        if (index == 0) {
            done = 1;
            latch.count_down();
        } else if (index == 1) {
            latch.wait();
        } else if (latch.wait_for(std::chrono::milliseconds(1)) || latch.wait_until(soon<Sync>())) {
            Sync::check(done == 1, "it was too early");
        }
    }

    void after() {}

    void invariant() {}
};

/// The thread that has waited destroys the latch: the one that counted down no longer needs it.
template <class Sync, class Latch>
struct destroying_a_latch {
    static constexpr std::size_t threads = 2;

    std::unique_ptr<Latch> latch = std::make_unique<Latch>(1);

    void thread(std::size_t index) {
        if (index == 0) {
            latch->wait();
            latch.reset();
        } else {
            latch->count_down();
        }
    }

    void after() {}

    void invariant() {}
};

} // namespace heddle::models
