#pragma once

/// A number of permits: threads take one, and wait while there is none; others give some back.
///
///     permits  somebody may sleep  acquire                  release(n)
///     c > 0    no                  -> c - 1                 -> c + n
///     c > 0    yes                 -> c - 1                 -> c + n, wakes n
///     0        no                  -> 0, yes; sleeps        -> n
///     0        yes                 sleeps                   -> n, wakes n; no longer yes if n is 1
///
/// Both are in one word. With the sleepers in a word of their own, a release would have to add and
/// then look for sleepers, while an acquire says that it sleeps and then looks for permits: each
/// writes one word and reads the other (store buffering), which only seq_cst keeps from missing
/// each other; and the release would read a semaphore that whoever was served may have destroyed.
///
/// Why no wakeup is lost: while "yes", there are as many threads on their way from sleep as there
/// are permits, or none that sleeps. A release that finds "no" may break that only where others are
/// on their way: whoever of them comes first says "yes" again, and wakes one for each permit left.
///
/// As [thread.sema], but that the limit is a number at run time, and that exceeding it throws. Not
/// fair: a thread that comes by may take a permit before those that sleep.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <mutex>
#include <system_error>

namespace heddle::sync {

/// It may be destroyed as soon as no thread will wait on it: by a thread that has got a permit,
/// too, though the one that gave it has not returned. Eight bytes.
template <class Sync>
class basic_counting_semaphore {
public:
    using clock = typename Sync::clock;

    /// The greatest number of permits there can be.
    static constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max() / 2;

    /// With `permits` to begin with, and never more than `limit`.
    /// @throws std::system_error invalid_argument, unless 0 <= permits <= limit <= most
    explicit basic_counting_semaphore(std::int64_t permits, std::int64_t limit = most)
        : state_(checked(permits, limit)), limit_(static_cast<std::uint32_t>(limit)) {}

    basic_counting_semaphore(const basic_counting_semaphore&) = delete;
    basic_counting_semaphore& operator=(const basic_counting_semaphore&) = delete;

    /// Blocks until there is a permit, and takes it. What was done before it was given, and before
    /// all permits that were given earlier, happens before what is done after this.
    void acquire() noexcept {
        if (try_acquire()) return;
        acquire_slowly([this] {
            Sync::wait(state_, may_sleep);
            return true;
        });
    }

    /// Takes a permit if there is one; does not block, and does not fail spuriously.
    /// @return whether there was; if so, ordered as by `acquire`
    [[nodiscard]] bool try_acquire() noexcept {
        // Relaxed: nothing is learned from there being none.
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        while (state >= permit) {
            // Acquire: pairs with the release in release(), also those before the last: all that
            // changes the state reads it, too, and so belongs to their release sequences.
            if (state_.compare_exchange_weak(state, state - permit, std::memory_order_acquire,
                                             std::memory_order_relaxed))
                return true;
        }
        return false;
    }

    /// As `acquire`, but gives up after `timeout`, at once if it is not positive.
    /// @return whether a permit was taken
    template <class Rep, class Period>
    [[nodiscard]] bool try_acquire_for(const std::chrono::duration<Rep, Period>& timeout) noexcept {
        return try_acquire() ||
               (timeout > timeout.zero() && acquire_before(deadline_after<clock>(timeout)));
    }

    /// As `acquire`, but gives up at `deadline`, of any clock.
    /// @return whether a permit was taken
    template <class Clock, class Duration>
    [[nodiscard]] bool
    try_acquire_until(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return try_acquire() || acquire_before(deadline);
    }

    /// Gives `count` permits, and wakes as many threads that wait, if there are. Does not block.
    /// @throws std::system_error invalid_argument if `count` is negative, and value_too_large if
    ///         there would be more than the limit; none is given then
    void release(std::int64_t count = 1) {
        if (count < 0) throw std::system_error(std::make_error_code(std::errc::invalid_argument));
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        std::uint32_t next = 0;
        do {
            if (count > std::int64_t{limit_} - state / permit)
                throw std::system_error(std::make_error_code(std::errc::value_too_large));
            next = state + static_cast<std::uint32_t>(count) * permit;
            // Only to spare the next release a system call: the one thread that is woken says again
            // that others may sleep. Of several, the first would find permits left, and could not
            // know that they are for threads that have been woken already.
            if (state == may_sleep && count == 1) next = permit;
            // Release: pairs with the acquire of whoever takes one of these permits, or a later
            // one.
        } while (!state_.compare_exchange_weak(state, next, std::memory_order_release,
                                               std::memory_order_relaxed));
        // This object may be gone.
        if ((state & may_sleep) != 0) Sync::notify(state_, static_cast<std::uint32_t>(count));
    }

    /// How many permits there are at some moment during the call.
    [[nodiscard]] std::int64_t permits() const noexcept {
        return state_.load(std::memory_order_relaxed) / permit;
    }

private:
    static constexpr std::uint32_t may_sleep = 1; // a flag
    static constexpr std::uint32_t permit = 2;    // one of them; there are state / permit

    static std::uint32_t checked(std::int64_t permits, std::int64_t limit) {
        if (permits < 0 || permits > limit || limit > most)
            throw std::system_error(std::make_error_code(std::errc::invalid_argument));
        return static_cast<std::uint32_t>(permits) * permit;
    }

    template <class Clock, class Duration>
    bool acquire_before(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return acquire_slowly([&] { return sleep_until<Sync>(state_, may_sleep, deadline); });
    }

    // `sleep` returns false when it is time to give up: then nobody has woken this thread in vain.
    template <class Sleep>
    bool acquire_slowly(Sleep sleep) noexcept {
        typename Sync::backoff spin;
        while (spin.pause()) {
            if (try_acquire()) return true;
        }
        bool has_slept = false;
        for (;;) {
            std::uint32_t state = state_.load(std::memory_order_relaxed);
            if (state >= permit) {
                if (has_slept ? take_for_all(state) : try_acquire()) return true;
            } else if (state == may_sleep ||
                       // Relaxed: says nothing of what this thread did.
                       state_.compare_exchange_strong(state, may_sleep,
                                                      std::memory_order_relaxed)) {
                if (!sleep()) return false;
                has_slept = true;
            }
        }
    }

    // Takes a permit, if the state is `state`, as one of several threads that may have slept.
    bool take_for_all(std::uint32_t state) noexcept {
        const std::uint32_t next = (state - permit) | may_sleep;
        // Acquire: as in try_acquire().
        if (!state_.compare_exchange_strong(state, next, std::memory_order_acquire,
                                            std::memory_order_relaxed))
            return false;
        // Some of the permits that are left may have been given while nobody was known to sleep.
        if ((state & may_sleep) == 0 && next > permit) Sync::notify(state_, next / permit);
        return true;
    }

    typename Sync::word state_;
    const std::uint32_t limit_;
};

/// A counting semaphore that never has more permits than at first: to give one back that was not
/// taken is an error.
template <class Sync>
class basic_bounded_semaphore : public basic_counting_semaphore<Sync> {
public:
    /// @throws std::system_error invalid_argument, unless 0 <= permits <= most
    explicit basic_bounded_semaphore(std::int64_t permits)
        : basic_counting_semaphore<Sync>(permits, permits) {}
};

/// Holds a permit of a semaphore: from its construction, which blocks until there is one, to its
/// destruction.
template <class Semaphore>
class [[nodiscard]] semaphore_guard {
public:
    explicit semaphore_guard(Semaphore& semaphore) : semaphore_(semaphore) { semaphore.acquire(); }

    /// The calling thread has taken the permit; it is given back.
    semaphore_guard(Semaphore& semaphore, std::adopt_lock_t) : semaphore_(semaphore) {}

    semaphore_guard(const semaphore_guard&) = delete;
    semaphore_guard& operator=(const semaphore_guard&) = delete;

    ~semaphore_guard() { semaphore_.release(); }

private:
    Semaphore& semaphore_;
};

using counting_semaphore = basic_counting_semaphore<std_sync>;
using bounded_semaphore = basic_bounded_semaphore<std_sync>;

} // namespace heddle::sync
