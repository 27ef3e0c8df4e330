#pragma once

/// Bounded programs over basic_mutex, or anything that is used like it.

#include "models/deadline.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <mutex>

namespace heddle::models {

/// Each thread adds to a plain counter under the lock: nobody else is inside meanwhile, each sees
/// what the last holder did, and every thread that waits is woken.
template <class Sync, template <class> class Mutex, std::size_t Threads = 2, int Rounds = 1>
struct mutual_exclusion {
    static constexpr std::size_t threads = Threads;

    Mutex<Sync> mutex;
    typename Sync::template var<int> counter{0};

    void thread(std::size_t) {
        for (int i = 0; i < Rounds; ++i) {
            const std::lock_guard held(mutex);
            counter = counter + 1;
        }
    }

    void after() {
        Sync::check(counter == static_cast<int>(Threads) * Rounds, "an addition was lost");
    }

    void invariant() {}
};

/// Each thread tries to lock, once: whoever succeeds is alone inside, and afterwards the lock can
/// be taken.
template <class Sync, template <class> class Mutex>
struct trying {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;
    typename Sync::template var<int> counter{0};
    std::array<typename Sync::template var<int>, threads> taken{};

    void thread(std::size_t index) {
        if (!mutex.try_lock()) return;
        taken[index] = 1;
        counter = counter + 1;
        mutex.unlock();
    }

    void after() {
        Sync::check(taken[0] + taken[1] >= 1, "the lock was free, and nobody got it");
        Sync::check(counter == taken[0] + taken[1], "an addition was lost");
        Sync::check(mutex.try_lock(), "nobody holds the lock, yet it cannot be taken");
        mutex.unlock();
    }

    void invariant() {}
};

/// One thread waits for the lock until a deadline, which may pass at any time: either it holds the
/// lock then, or it is as if it had never asked, and the others are served.
template <class Sync, template <class> class Mutex>
struct giving_up {
    static constexpr std::size_t threads = 3;

    Mutex<Sync> mutex;
    typename Sync::template var<int> counter{0};
    typename Sync::template var<int> taken{0};

    void thread(std::size_t index) {
        if (index < 2) {
            const std::lock_guard held(mutex);
            counter = counter + 1;
        } else if (mutex.try_lock_for(std::chrono::milliseconds(1))) {
            taken = 1;
            counter = counter + 1;
            mutex.unlock();
        }
    }

    void after() { Sync::check(counter == 2 + taken, "an addition was lost"); }

    void invariant() {}
};

/// As before, with one other thread, and by the clock.
template <class Sync, template <class> class Mutex>
struct giving_up_at {
    static constexpr std::size_t threads = 2;

    Mutex<Sync> mutex;
    typename Sync::template var<int> counter{0};
    typename Sync::template var<int> taken{0};

    void thread(std::size_t index) {
        if (index == 0) {
            const std::lock_guard held(mutex);
            counter = counter + 1;
        } else if (mutex.try_lock_until(soon<Sync>())) {
            taken = 1;
            counter = counter + 1;
            mutex.unlock();
        }
    }

    void after() {
        Sync::check(counter == 1 + taken, "an addition was lost");
        Sync::check(mutex.try_lock(), "nobody holds the lock, yet it cannot be taken");
        mutex.unlock();
    }

    void invariant() {}
};

} // namespace heddle::models
