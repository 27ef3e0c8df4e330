#pragma once

/// Bounded programs over basic_counting_semaphore, or anything that is used like it.

#include "models/deadline.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <system_error>

namespace heddle::models {

/// There is one permit, and each thread adds to a plain counter while it has it: each sees what the
/// last one did.
template <class Sync, class Semaphore, std::size_t Threads = 2>
struct one_permit {
    static constexpr std::size_t threads = Threads;

    Semaphore semaphore{1};
    typename Sync::template var<int> counter{0};

    void thread(std::size_t) {
        semaphore.acquire();
        counter = counter + 1;
        semaphore.release();
    }

    void after() { Sync::check(counter == static_cast<int>(Threads), "an addition was lost"); }

    void invariant() {}
};

/// There is no permit at first; some threads take one each, and others give them: what they did
/// before is seen, and nobody waits for good.
template <class Sync, class Semaphore, std::size_t Takers, std::size_t Givers, int Each>
struct giving {
    static constexpr std::size_t threads = Takers + Givers;
    static_assert(Takers == Givers * static_cast<std::size_t>(Each));

    Semaphore semaphore{0};
    std::array<typename Sync::template var<int>, Givers> given{};

    void thread(std::size_t index) {
        if (index < Givers) {
            given[index] = 1;
            semaphore.release(Each);
        } else {
            semaphore.acquire();
            if (Givers == 1) Sync::check(given[0] == 1, "what was done before is not seen");
        }
    }

    void after() { Sync::check(!semaphore.try_acquire(), "a permit is left that was taken"); }

    void invariant() {}
};

/// Each of three threads tries to take one of two permits: two succeed.
template <class Sync, class Semaphore>
struct trying_for_permits {
    static constexpr std::size_t threads = 3;

    Semaphore semaphore{2};
    std::array<typename Sync::template var<int>, threads> taken{};

    void thread(std::size_t index) { taken[index] = semaphore.try_acquire() ? 1 : 0; }

    void after() {
        Sync::check(taken[0] + taken[1] + taken[2] == 2, "not as many succeeded as could");
    }

    void invariant() {}
};

/// Of two threads that wait for the one permit that a third one gives, one may give up; who gets it
/// gives it back.
template <class Sync, class Semaphore>
struct giving_up_a_permit {
    static constexpr std::size_t threads = 3;

    Semaphore semaphore{0};

    void thread(std::size_t index) {
        if (index == 0) {
            if (semaphore.try_acquire_for(std::chrono::milliseconds(1))) semaphore.release();
        } else if (index == 1) {
            semaphore.acquire();
            semaphore.release();
        } else {
            semaphore.release();
        }
    }

    void after() {
        Sync::check(semaphore.try_acquire(), "the permit was lost");
        Sync::check(!semaphore.try_acquire(), "there is another permit");
    }

    void invariant() {}
};

/// A thread waits until a deadline, which may pass at any time, for a permit that another one
/// gives: it has it then, or the permit is left.
template <class Sync, class Semaphore>
struct giving_up_a_permit_at {
    static constexpr std::size_t threads = 2;

    Semaphore semaphore{0};
    typename Sync::template var<int> taken{0};

    void thread(std::size_t index) {
        if (index == 0) {
            semaphore.release();
            const auto left = semaphore.permits();
            Sync::check(left == 0 || left == 1, "there are other permits than were given");
        } else if (semaphore.try_acquire_until(soon<Sync>())) {
            taken = 1;
            Sync::check(semaphore.permits() == 0, "there are other permits than were given");
        }
    }

    void after() { Sync::check(semaphore.permits() == 1 - taken, "the permit was lost"); }

    void invariant() {}
};

/// Two threads give a permit each, where there can be one: one of them is told so.
template <class Sync, class Semaphore>
struct giving_too_many {
    static constexpr std::size_t threads = 2;

    Semaphore semaphore{0, 1};
    std::array<typename Sync::template var<int>, threads> refused{};

    void thread(std::size_t index) {
        bool was_refused = false;
        try {
            semaphore.release();
        } catch (const std::system_error&) {
            was_refused = true;
        }
        refused[index] = was_refused ? 1 : 0;
    }

    void after() {
        Sync::check(refused[0] + refused[1] == 1, "there are more permits than there can be");
        Sync::check(semaphore.try_acquire(), "there is no permit");
        Sync::check(!semaphore.try_acquire(), "there is another permit");
    }

    void invariant() {}
};

/// The thread that is served destroys the semaphore: the one that served it no longer needs it.
template <class Sync, class Semaphore>
struct destroying_a_semaphore {
    static constexpr std::size_t threads = 2;

    std::unique_ptr<Semaphore> semaphore = std::make_unique<Semaphore>(0);

    void thread(std::size_t index) {
        if (index == 0) {
            semaphore->acquire();
            semaphore.reset();
        } else {
            semaphore->release();
        }
    }

    void after() {}

    void invariant() {}
};

} // namespace heddle::models
