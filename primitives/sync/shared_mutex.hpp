#pragma once

/// A lock that one writer holds, or any number of readers. A writer that waits goes before every
/// reader that comes after it (one that still spins does not wait yet).
///
///     state                lock_shared   lock       unlock_shared      unlock
///     free                 -> 1 reader   -> writer  not allowed        not allowed
///     n readers            -> n + 1      waits      -> n - 1           not allowed
///       and writers wait   sleeps        waits      -> n - 1; 0 wakes  not allowed
///     writer               sleeps        waits      not allowed        -> free, wakes
///     free, writers wait   sleeps        -> writer  not allowed        not allowed
///
/// So a lock that is never without a waiting writer keeps readers out; when the writers stop, all
/// readers go. It is the second problem of Courtois, Heymans & Parnas, "Concurrent Control with
/// 'Readers' and 'Writers'" (CACM 1971).
///
/// All of the state is one word, and whoever unlocks changes it once and touches nothing after
/// that: the next holder may destroy the lock. So those whom an unlock wakes sleep on that word:
/// the writers, and one reader, the herald, who calls the others when it is let in. They sleep on
/// another word, a count of the calls. An unlock wakes one writer, if any waits; and the herald, if
/// there is one, for the two cannot be told apart, and it might be woken in the writer's stead.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace heddle::sync {

/// *SharedTimedLockable* [thread.req.lockable.shared.timed], for std::shared_lock,
/// std::unique_lock, std::scoped_lock and std::lock. Not recursive, not for readers either: one
/// that locks again, while a writer waits for it, blocks for good. Not fair among writers. The lock
/// belongs to no thread. Eight bytes.
/// @tparam MostReaders how many hold it at once; one more waits for another to leave
/// @tparam MostWaiting of how many waiting writers it takes note; one more waits all the same, but
///     readers may go before it
template <class Sync, std::uint32_t MostReaders = (1U << 17) - 1,
          std::uint32_t MostWaiting = (1U << 12) - 1>
class basic_shared_mutex {
public:
    using clock = typename Sync::clock;

    constexpr basic_shared_mutex() noexcept = default;
    basic_shared_mutex(const basic_shared_mutex&) = delete;
    basic_shared_mutex& operator=(const basic_shared_mutex&) = delete;

    /// Nobody may hold it, or wait for it, when it is destroyed.
    ~basic_shared_mutex() = default;

    /// Blocks until nobody holds the lock, and takes it for the caller alone. What was done before
    /// the unlocks that made it free happens before what is done after this.
    void lock() noexcept {
        if (!try_lock()) lock_slowly(for_good());
    }

    /// Takes the lock for the caller alone if nobody holds it; does not block, and does not fail
    /// spuriously. It may go before writers that wait.
    /// @return whether it was taken; if so, ordered as by `lock`
    [[nodiscard]] bool try_lock() noexcept {
        std::uint32_t state = 0;
        do {
            // Acquire: pairs with the releases in `unlock` and `unlock_shared`. All that change
            // the state are read-modify-writes, so that one acquires from them all.
            if (state_.compare_exchange_strong(state, state | writer, std::memory_order_acquire,
                                               std::memory_order_relaxed))
                return true;
        } while (is_free(state));
        return false;
    }

    /// As `lock`, but gives up after `timeout`, at once if it is not positive. After that the lock
    /// is as if this had not been called: readers that waited for this writer only are woken.
    /// @return whether the lock was taken
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& timeout) noexcept {
        return try_lock() || (timeout > timeout.zero() &&
                              lock_slowly(not_beyond(deadline_after<clock>(timeout))));
    }

    /// As `lock`, but gives up at `deadline`, of any clock; then as `try_lock_for`.
    /// @return whether the lock was taken
    template <class Clock, class Duration>
    [[nodiscard]] bool
    try_lock_until(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return try_lock() || lock_slowly(not_beyond(deadline));
    }

    /// Makes the lock free. Wakes one writer that waits for it; if there is none, all readers.
    /// Does not block. The caller must hold the lock alone.
    void unlock() noexcept {
        // Release: pairs with the acquire of whoever takes the lock next.
        wake(state_.fetch_and(~writer, std::memory_order_release));
    }

    /// Blocks while a writer holds the lock or waits for it, and takes a share of it. What was
    /// done before the writer's unlock happens before what is done after this.
    void lock_shared() noexcept {
        if (!try_lock_shared()) lock_shared_slowly(for_good());
    }

    /// Takes a share of the lock if no writer holds it or waits for it; does not block, and does
    /// not fail spuriously.
    /// @return whether a share was taken; if so, ordered as by `lock_shared`
    [[nodiscard]] bool try_lock_shared() noexcept {
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        return enter(state);
    }

    /// As `lock_shared`, but gives up after `timeout`, at once if it is not positive. After that
    /// the lock is as if this had not been called.
    /// @return whether a share was taken
    template <class Rep, class Period>
    [[nodiscard]] bool
    try_lock_shared_for(const std::chrono::duration<Rep, Period>& timeout) noexcept {
        return try_lock_shared() ||
               (timeout > timeout.zero() &&
                lock_shared_slowly(not_beyond(deadline_after<clock>(timeout))));
    }

    /// As `lock_shared`, but gives up at `deadline`, of any clock.
    /// @return whether a share was taken
    template <class Clock, class Duration>
    [[nodiscard]] bool
    try_lock_shared_until(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return try_lock_shared() || lock_shared_slowly(not_beyond(deadline));
    }

    /// Gives back a share. The last one wakes a writer, if any waits. Does not block. The caller
    /// must hold a share.
    void unlock_shared() noexcept {
        // Release: pairs with the acquire of the writer that comes next.
        const std::uint32_t before = state_.fetch_sub(1U, std::memory_order_release);
        // The last one makes it free; and where there was no room, there is now.
        if (readers(before) == 1 || readers(before) == MostReaders) wake(before);
    }

private:
    // The state: how many readers hold it; how many writers wait for it; whether readers sleep
    // beside the herald; whether there is a herald; whether a writer holds it.
    static constexpr std::uint32_t readers_mask = (1U << 17) - 1;
    static constexpr std::uint32_t one_waits = 1U << 17;
    static constexpr std::uint32_t crowd = 1U << 29; // implies `herald`
    static constexpr std::uint32_t herald = 1U << 30;
    static constexpr std::uint32_t writer = 1U << 31;
    static_assert(0 < MostReaders && MostReaders <= readers_mask);
    static_assert(0 < MostWaiting && MostWaiting < crowd / one_waits);

    static constexpr std::uint32_t readers(std::uint32_t state) { return state & readers_mask; }

    static constexpr std::uint32_t writers_waiting(std::uint32_t state) {
        return (state & (crowd - 1)) / one_waits;
    }

    // To a writer.
    static constexpr bool is_free(std::uint32_t state) {
        return (state & (writer | readers_mask)) == 0;
    }

    // To a reader.
    static constexpr bool is_open(std::uint32_t state) {
        return (state & writer) == 0 && writers_waiting(state) == 0 && readers(state) < MostReaders;
    }

    // How a thread sleeps: false when it is time to give up.
    static auto for_good() noexcept {
        return [](const typename Sync::word& word, std::uint32_t old) {
            Sync::wait(word, old);
            return true;
        };
    }

    template <class Clock, class Duration>
    static auto not_beyond(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return [deadline](const typename Sync::word& word, std::uint32_t old) {
            return sleep_until<Sync>(word, old, deadline);
        };
    }

    // Wakes one of those that the state, as it was before an unlock, tells of; the herald as well,
    // if it might be woken in a writer's stead. The lock may be gone.
    void wake(std::uint32_t state) noexcept {
        const auto sleepers = static_cast<std::uint32_t>(writers_waiting(state) != 0) +
                              static_cast<std::uint32_t>((state & herald) != 0);
        if (sleepers != 0) Sync::notify(state_, sleepers);
    }

    // Takes a share while the lock is open, and leaves `gone` out of the state.
    // @return whether it did; if not, `state` is one in which the lock was not open
    [[nodiscard]] bool enter(std::uint32_t& state, std::uint32_t gone = 0) noexcept {
        while (is_open(state)) {
            // Acquire: pairs with the release in `unlock`; what other readers do is not its affair.
            if (state_.compare_exchange_weak(state, (state + 1) & ~gone, std::memory_order_acquire,
                                             std::memory_order_relaxed))
                return true;
        }
        return false;
    }

    // `sleep` returns false when it is time to give up.
    template <class Sleep>
    bool lock_slowly(Sleep sleep) noexcept {
        typename Sync::backoff spin;
        do {
            // Relaxed: only a hint; the acquiring operation of try_lock decides.
            if (is_free(state_.load(std::memory_order_relaxed)) && try_lock()) return true;
        } while (spin.pause());
        // Relaxed, wherever it is only noted who waits: that orders nothing between threads.
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        std::uint32_t noted = 0; // `one_waits`, once the state tells of this writer
        for (;;) {
            if (is_free(state)) {
                // Acquire: as in try_lock.
                if (state_.compare_exchange_weak(state, (state - noted) | writer,
                                                 std::memory_order_acquire,
                                                 std::memory_order_relaxed)) {
                    leave_line(state, noted);
                    return true;
                }
            } else if (noted == 0 && writers_waiting(state) < MostWaiting) {
                if (state_.compare_exchange_weak(state, state + one_waits,
                                                 std::memory_order_relaxed,
                                                 std::memory_order_relaxed)) {
                    noted = one_waits;
                    state += one_waits;
                }
            } else {
                if (!sleep(state_, state) && give_up(noted)) return false;
                state = state_.load(std::memory_order_relaxed);
            }
        }
    }

    // Fails where the lock is free: then it need not be given up.
    [[nodiscard]] bool give_up(std::uint32_t noted) noexcept {
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        while (!is_free(state)) {
            if (noted == 0) return true;
            if (state_.compare_exchange_weak(state, state - noted, std::memory_order_relaxed,
                                             std::memory_order_relaxed)) {
                leave_line(state, noted);
                // It may have been this writer alone that kept readers out.
                if (is_open(state - noted)) wake(state - noted);
                return true;
            }
        }
        return false;
    }

    // After a change of `state` that took this writer out of it.
    void leave_line(std::uint32_t state, std::uint32_t noted) noexcept {
        // There is room for one that sleeps without having been noted.
        if (noted != 0 && writers_waiting(state) == MostWaiting) Sync::notify_all(state_);
    }

    template <class Sleep>
    bool lock_shared_slowly(Sleep sleep) noexcept {
        typename Sync::backoff spin;
        do {
            if (try_lock_shared()) return true;
        } while (spin.pause());
        for (;;) {
            // Acquire: pairs with the release in call_crowd. Whoever knows of a call knows the
            // state of then, too: it does not fall asleep because of an older one.
            const std::uint32_t calls = calls_.load(std::memory_order_acquire);
            std::uint32_t state = state_.load(std::memory_order_relaxed);
            if (enter(state)) return true;
            const std::uint32_t role = (state & herald) == 0 ? herald : crowd;
            if ((state & role) == 0 &&
                !state_.compare_exchange_strong(state, state | role, std::memory_order_relaxed,
                                                std::memory_order_relaxed))
                continue;
            if (role == herald) return wait_as_herald(sleep, is_free(state));
            if (!sleep(calls_, calls)) return try_lock_shared();
        }
    }

    // `is_late`: whoever made the lock free for a writer may not have known of a herald, and may
    // be about to wake one thread only.
    template <class Sleep>
    bool wait_as_herald(Sleep sleep, bool is_late) noexcept {
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        bool is_in_time = true;
        for (;;) {
            const bool is_in = enter(state, herald | crowd);
            if (is_in ||
                (!is_in_time && state_.compare_exchange_strong(state, state & ~(herald | crowd),
                                                               std::memory_order_relaxed,
                                                               std::memory_order_relaxed))) {
                if ((state & crowd) != 0) call_crowd();
                return is_in;
            }
            if (is_in_time) is_in_time = sleep(state_, state);
            state = state_.load(std::memory_order_relaxed);
            if (is_late && is_free(state) && writers_waiting(state) != 0) Sync::notify_one(state_);
        }
    }

    // To come in, or to find another herald.
    void call_crowd() noexcept {
        calls_.fetch_add(1U, std::memory_order_release); // see lock_shared_slowly
        Sync::notify_all(calls_);
    }

    typename Sync::word state_{0};
    typename Sync::word calls_{0};
};

using shared_mutex = basic_shared_mutex<std_sync>;

} // namespace heddle::sync
