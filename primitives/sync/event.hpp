#pragma once

/// Something that has happened, or not yet: threads wait until it has.
///
/// A manual_reset_event stays set until it is cleared. Its state is one word:
///
///     state                 set                    clear        wait
///     unset                 -> set, next turn      no effect    -> unset, asleep; sleeps
///     unset, asleep         -> set, next; wakes    no effect    sleeps
///     set                   no effect              -> unset     returns
///
/// Each set that takes effect begins a new turn. A thread that waits remembers the turn, and goes
/// on when there is another one: a set that is cleared at once still wakes all that waited.
///
/// An auto_reset_event is unset by the thread that it lets go on. A set lets the thread go on that
/// has waited longest, or else the next one that comes; it is never shared, and none is lost while
/// somebody waits.

#include "primitives/sync/condition_variable.hpp"
#include "primitives/sync/deadline.hpp"
#include "primitives/sync/mutex.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace heddle::sync {

/// It may be destroyed as soon as nobody will wait any more: by a thread that has waited, too,
/// though the one that set it has not returned. A thread may sleep through 2^30 turns and wait on.
/// Four bytes.
template <class Sync>
class basic_manual_reset_event {
public:
    using clock = typename Sync::clock;

    explicit basic_manual_reset_event(bool is_set = false) noexcept
        : state_(is_set ? is_set_flag : 0) {}

    basic_manual_reset_event(const basic_manual_reset_event&) = delete;
    basic_manual_reset_event& operator=(const basic_manual_reset_event&) = delete;

    /// Sets the event, and wakes all threads that wait for it. Does not block.
    void set() noexcept {
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        std::uint32_t next = 0;
        do {
            next = (state & is_set_flag) != 0 ? state : ((state & ~asleep) + turn) | is_set_flag;
            // Release: pairs with the acquire of those that find it set, also if it was: what
            // changes the state reads it, too, so that all of it belongs to the release sequence.
        } while (!state_.compare_exchange_weak(state, next, std::memory_order_release,
                                               std::memory_order_relaxed));
        // This object may be gone.
        if ((state & asleep) != 0) Sync::notify_all(state_);
    }

    /// Unsets the event, so that threads wait for it again. What was done before a set that this
    /// undoes happens before what is done after this: who clears the event, and then looks at what
    /// it stands for, misses nothing.
    void clear() noexcept {
        // Acquire: pairs with the release in set().
        state_.fetch_and(~is_set_flag, std::memory_order_acquire);
    }

    /// Whether it is set; if so, what was done before it was set happens before what is done next.
    [[nodiscard]] bool is_set() const noexcept {
        // Acquire: pairs with the release in set().
        return (state_.load(std::memory_order_acquire) & is_set_flag) != 0;
    }

    /// Blocks until the event is set, though it may be cleared again when this returns. What was
    /// done before it was set happens before what is done after this.
    void wait() noexcept {
        wait_with([this](std::uint32_t state) {
            Sync::wait(state_, state);
            return true;
        });
    }

    /// As `wait`, but no longer than for `timeout`; looks once if it is not positive.
    /// @return whether the event was set
    template <class Rep, class Period>
    [[nodiscard]] bool wait_for(const std::chrono::duration<Rep, Period>& timeout) noexcept {
        return timeout > timeout.zero() ? wait_until(deadline_after<clock>(timeout)) : is_set();
    }

    /// As `wait`, but no longer than until `deadline`, of any clock.
    /// @return whether the event was set
    template <class Clock, class Duration>
    [[nodiscard]] bool
    wait_until(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return wait_with(
            [&](std::uint32_t state) { return sleep_until<Sync>(state_, state, deadline); });
    }

private:
    static constexpr std::uint32_t is_set_flag = 1;
    static constexpr std::uint32_t asleep = 2; // a flag: somebody may be
    static constexpr std::uint32_t turn = 4;   // one of them

    // `sleep` returns false when it is time to give up.
    template <class Sleep>
    bool wait_with(Sleep sleep) noexcept {
        // Acquire, each time: pairs with the release in set().
        std::uint32_t state = state_.load(std::memory_order_acquire);
        const std::uint32_t first_turn = state / turn;
        const auto has_come = [&] {
            return (state & is_set_flag) != 0 || state / turn != first_turn;
        };
        while (!has_come()) {
            bool is_time_left = true;
            // Relaxed: tells nothing but that somebody sleeps.
            if ((state & asleep) != 0 ||
                state_.compare_exchange_strong(state, state | asleep, std::memory_order_relaxed))
                is_time_left = sleep(state | asleep);
            state = state_.load(std::memory_order_acquire);
            if (!is_time_left) return has_come();
        }
        return true;
    }

    typename Sync::word state_;
};

/// Threads are let go on in the order in which they began to wait. It may be destroyed as soon as
/// nobody will wait any more.
template <class Sync>
class basic_auto_reset_event {
public:
    using clock = typename Sync::clock;

    explicit basic_auto_reset_event(bool is_set = false) noexcept : is_set_(is_set) {}

    basic_auto_reset_event(const basic_auto_reset_event&) = delete;
    basic_auto_reset_event& operator=(const basic_auto_reset_event&) = delete;

    /// Lets the thread go on that has waited longest. If nobody waits the event is set, also if it
    /// was. Does not block, but for as long as others take to do the same.
    void set() {
        const std::lock_guard held(mutex_);
        if (!changed_.notify_one()) is_set_ = true;
    }

    /// Unsets the event.
    void clear() {
        const std::lock_guard held(mutex_);
        is_set_ = false;
    }

    /// Unsets the event if it is set; does not block.
    /// @return whether it was; if so, ordered as by `wait`
    [[nodiscard]] bool try_wait() {
        const std::lock_guard held(mutex_);
        return take();
    }

    /// Blocks until the event is set for this thread. What was done before the set happens before
    /// what is done after this.
    void wait() {
        std::unique_lock held(mutex_);
        if (!take()) changed_.wait(held);
    }

    /// As `wait`, but no longer than for `timeout`.
    /// @return whether it was set for this thread
    template <class Rep, class Period>
    [[nodiscard]] bool wait_for(const std::chrono::duration<Rep, Period>& timeout) {
        return timeout > timeout.zero() ? wait_until(deadline_after<clock>(timeout)) : try_wait();
    }

    /// As `wait`, but no longer than until `deadline`, of any clock.
    /// @return whether it was set for this thread
    template <class Clock, class Duration>
    [[nodiscard]] bool wait_until(const std::chrono::time_point<Clock, Duration>& deadline) {
        std::unique_lock held(mutex_);
        return take() || changed_.wait_until(held, deadline) == std::cv_status::no_timeout;
    }

private:
    // With the lock held.
    bool take() {
        const bool was_set = is_set_;
        is_set_ = false;
        return was_set;
    }

    lock_of<Sync> mutex_;
    // A notification is for exactly one thread, and lost by none: it is what the event would be.
    basic_condition_variable<Sync> changed_;
    typename Sync::template var<bool> is_set_; // nobody waits, then
};

using manual_reset_event = basic_manual_reset_event<std_sync>;
using auto_reset_event = basic_auto_reset_event<std_sync>;

} // namespace heddle::sync
