#pragma once

/// A number that is counted down to zero, once: threads wait until it is.
///
///     left     somebody may sleep  count_down(n)               wait
///     c > n    either              -> c - n                    -> somebody may; sleeps
///     c = n    no                  -> 0                        -> somebody may; sleeps
///     c = n    yes                 -> 0, wakes all             sleeps
///     0        either              not allowed, but for n = 0  returns
///
/// As [thread.latch], with timed waits.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <system_error>

namespace heddle::sync {

/// It may be destroyed as soon as nobody will wait any more: by a thread that has waited, too,
/// though the one that counted down has not returned. Four bytes.
template <class Sync>
class basic_latch {
public:
    using clock = typename Sync::clock;

    /// The greatest number there can be to begin with.
    static constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max() / 2;

    /// @throws std::system_error invalid_argument, unless 0 <= count <= most
    explicit basic_latch(std::int64_t count) : state_(checked(count)) {}

    basic_latch(const basic_latch&) = delete;
    basic_latch& operator=(const basic_latch&) = delete;

    /// Takes `count` off, and wakes all threads that wait if nothing is left. Does not block.
    /// `count` must not be negative, or more than is left.
    void count_down(std::int64_t count = 1) noexcept {
        const std::uint32_t by = static_cast<std::uint32_t>(count) * unit;
        // Release: pairs with the acquire of those that find nothing left. Each count_down reads
        // what the last one wrote, so that all of them are in one release sequence.
        const std::uint32_t before = state_.fetch_sub(by, std::memory_order_release);
        // This object may be gone.
        if (by != 0 && before == (by | may_sleep)) Sync::notify_all(state_);
    }

    /// Whether nothing is left; does not fail spuriously. If so, ordered as by `wait`.
    [[nodiscard]] bool try_wait() const noexcept {
        // Acquire: pairs with the release in count_down().
        return is_open(state_.load(std::memory_order_acquire));
    }

    /// Blocks until nothing is left. What was done before any count_down happens before what is
    /// done after this.
    void wait() noexcept {
        wait_with([this](std::uint32_t state) {
            Sync::wait(state_, state);
            return true;
        });
    }

    /// As `wait`, but no longer than for `timeout`.
    /// @return whether nothing is left
    template <class Rep, class Period>
    [[nodiscard]] bool wait_for(const std::chrono::duration<Rep, Period>& timeout) noexcept {
        return try_wait() ||
               (timeout > timeout.zero() && wait_until(deadline_after<clock>(timeout)));
    }

    /// As `wait`, but no longer than until `deadline`, of any clock.
    /// @return whether nothing is left
    template <class Clock, class Duration>
    [[nodiscard]] bool
    wait_until(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return wait_with(
            [&](std::uint32_t state) { return sleep_until<Sync>(state_, state, deadline); });
    }

    /// Counts down, and waits.
    void arrive_and_wait(std::int64_t count = 1) noexcept {
        count_down(count);
        wait();
    }

private:
    static constexpr std::uint32_t may_sleep = 1; // a flag
    static constexpr std::uint32_t unit = 2;      // what counts; state / unit are left

    static std::uint32_t checked(std::int64_t count) {
        if (count < 0 || count > most)
            throw std::system_error(std::make_error_code(std::errc::invalid_argument));
        return static_cast<std::uint32_t>(count) * unit;
    }

    static bool is_open(std::uint32_t state) noexcept { return state < unit; }

    // `sleep` returns false when it is time to give up.
    template <class Sleep>
    bool wait_with(Sleep sleep) noexcept {
        typename Sync::backoff spin;
        do {
            if (try_wait()) return true;
        } while (spin.pause());
        // Relaxed: tells nothing but that somebody sleeps.
        std::uint32_t state = state_.fetch_or(may_sleep, std::memory_order_relaxed) | may_sleep;
        for (;;) {
            // Others may count down meanwhile; this thread is woken only when nothing is left.
            if (!is_open(state) && !sleep(state)) return try_wait();
            // Acquire: as in try_wait().
            state = state_.load(std::memory_order_acquire);
            if (is_open(state)) return true;
        }
    }

    typename Sync::word state_;
};

using latch = basic_latch<std_sync>;

} // namespace heddle::sync
