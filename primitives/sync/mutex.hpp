#pragma once

/// A lock that one thread at a time holds.
///
///     state           lock                      unlock               meaning
///     free      (0)   -> locked                 not allowed          nobody holds it
///     locked    (1)   -> contended, sleeps      -> free              held, nobody sleeps
///     contended (2)   sleeps                    -> free, wakes one   held, somebody may sleep
///
/// The third lock of Drepper, "Futexes Are Tricky" (2011). Departures: threads spin for a moment
/// before they sleep, and waits may have a deadline. Not fair: a thread that comes by may get the
/// lock before those that sleep.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace heddle::sync {

/// *TimedLockable* [thread.req.lockable.timed], for std::lock_guard, std::unique_lock,
/// std::scoped_lock and std::lock. Not recursive: a thread that locks what it holds blocks for
/// good. Unlike std::mutex's, the lock belongs to no thread: another one than that which locked it
/// may unlock it. Four bytes.
template <class Sync>
class basic_mutex {
public:
    using clock = typename Sync::clock;

    constexpr basic_mutex() noexcept = default;
    basic_mutex(const basic_mutex&) = delete;
    basic_mutex& operator=(const basic_mutex&) = delete;

    /// Nobody may hold it, or wait for it, when it is destroyed.
    ~basic_mutex() = default;

    /// Blocks until the lock is free, and takes it. What was done before the unlock that made it
    /// free happens before what is done after this.
    void lock() noexcept {
        if (try_lock()) return;
        lock_slowly([this] {
            Sync::wait(state_, contended);
            return true;
        });
    }

    /// Takes the lock if it is free; does not block, and does not fail spuriously.
    /// @return whether it was taken; if so, ordered as by `lock`
    [[nodiscard]] bool try_lock() noexcept {
        std::uint32_t expected = free;
        // Acquire pairs with the release in `unlock`: the next holder sees all that the last one
        // did. On failure nothing is learned.
        return state_.compare_exchange_strong(expected, locked, std::memory_order_acquire,
                                              std::memory_order_relaxed);
    }

    /// As `lock`, but gives up after `timeout`, at once if it is not positive. After that the lock
    /// is as if this had not been called.
    /// @return whether the lock was taken
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& timeout) noexcept {
        return try_lock() ||
               (timeout > timeout.zero() && lock_before(deadline_after<clock>(timeout)));
    }

    /// As `lock`, but gives up at `deadline`, of any clock.
    /// @return whether the lock was taken
    template <class Clock, class Duration>
    [[nodiscard]] bool
    try_lock_until(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return try_lock() || lock_before(deadline);
    }

    /// Makes the lock free, and wakes one thread that waits for it, if any. Does not block.
    /// The lock must be held.
    void unlock() noexcept {
        // Release: pairs with the acquire of whoever takes the lock next.
        if (state_.exchange(free, std::memory_order_release) == contended) Sync::notify_one(state_);
    }

private:
    static constexpr std::uint32_t free = 0;
    static constexpr std::uint32_t locked = 1;
    static constexpr std::uint32_t contended = 2;

    template <class Clock, class Duration>
    bool lock_before(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return lock_slowly([&] { return sleep_until<Sync>(state_, contended, deadline); });
    }

    // `sleep` returns false when it is time to give up.
    template <class Sleep>
    bool lock_slowly(Sleep sleep) noexcept {
        typename Sync::backoff spin;
        do {
            // Relaxed: only a hint; the acquiring operation of try_lock decides.
            if (state_.load(std::memory_order_relaxed) == free && try_lock()) return true;
        } while (spin.pause());
        // From here on others may sleep too, whom nobody would wake if this thread took the lock
        // as `locked`. So it takes it as `contended`; at worst an unlock wakes nobody.
        // Acquire: as in try_lock.
        while (state_.exchange(contended, std::memory_order_acquire) != free) {
            if (!sleep()) return false;
        }
        return true;
    }

    typename Sync::word state_{free};
};

using mutex = basic_mutex<std_sync>;

namespace detail {

template <class Sync>
struct lock_of {
    using type = basic_mutex<Sync>;
};

template <class Sync>
requires requires {
    typename Sync::mutex;
}

struct lock_of<Sync> {
    using type = typename Sync::mutex;
};

} // namespace detail

/// The lock that other primitives are made with: basic_mutex, unless the policy has one of its own.
template <class Sync>
using lock_of = typename detail::lock_of<Sync>::type;

} // namespace heddle::sync
