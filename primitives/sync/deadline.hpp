#pragma once

#include <chrono>
#include <cstdint>
#include <type_traits>

namespace heddle::sync {

/// When `timeout` from now is over, on `Clock`: rounded up to its ticks, and its last moment where
/// it would be beyond that ([thread.req.timing]: a wait is never shorter than was asked for).
template <class Clock, class Rep, class Period>
[[nodiscard]] typename Clock::time_point
deadline_after(const std::chrono::duration<Rep, Period>& timeout) {
    using duration = typename Clock::duration;
    const auto now = Clock::now();
    if (timeout <= timeout.zero()) return now;
    const auto most = Clock::time_point::max() - now;
    // In floating point, which cannot overflow.
    if (std::chrono::duration<double>(timeout) >= std::chrono::duration<double>(most))
        return Clock::time_point::max();
    return now + std::chrono::ceil<duration>(timeout);
}

namespace detail {

/// Whether `deadline` has passed. Any two moments of one clock can be compared: its ticks may be
/// too coarse, or its range too wide, for the difference to be a number of the other's.
template <class Clock, class Duration>
[[nodiscard]] bool has_passed(const std::chrono::time_point<Clock, Duration>& deadline) {
    return std::chrono::duration<long double>(deadline.time_since_epoch()) <=
           std::chrono::duration<long double>(Clock::now().time_since_epoch());
}

/// When `deadline`, of any clock, will be on `Clock`, as things are.
template <class Clock, class Other, class Duration>
[[nodiscard]] typename Clock::time_point
deadline_at(const std::chrono::time_point<Other, Duration>& deadline) {
    using seconds = std::chrono::duration<long double>;
    return deadline_after<Clock>(seconds(deadline.time_since_epoch()) -
                                 seconds(Other::now().time_since_epoch()));
}

} // namespace detail

/// `Sync::wait_until`, with a deadline of any clock.
/// @return false when it returned because the deadline had passed
template <class Sync, class Clock, class Duration>
bool sleep_until(const typename Sync::word& word, std::uint32_t old,
                 const std::chrono::time_point<Clock, Duration>& deadline) {
    using clock = typename Sync::clock;
    if constexpr (std::is_same_v<std::chrono::time_point<Clock, Duration>,
                                 typename clock::time_point>) {
        return Sync::wait_until(word, old, deadline);
    } else {
        // The other clock may have been set while we slept: look at it again.
        return Sync::wait_until(word, old, detail::deadline_at<clock>(deadline)) ||
               !detail::has_passed(deadline);
    }
}

} // namespace heddle::sync
