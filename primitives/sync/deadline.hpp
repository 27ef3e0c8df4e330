#pragma once

#include <chrono>

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

} // namespace heddle::sync
