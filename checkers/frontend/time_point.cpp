#include "frontend/time_point.hpp"

#include "world/world.hpp"

namespace heddle::frontend {

bool is_valid(const timespec& time) noexcept {
    return time.tv_nsec >= 0 && static_cast<std::uint64_t>(time.tv_nsec) < second;
}

std::uint64_t nanoseconds_of(const timespec& time) noexcept {
    if (time.tv_sec < 0) return 0;
    const auto seconds = static_cast<std::uint64_t>(time.tv_sec);
    if (seconds >= never / second) return never;
    return seconds * second + static_cast<std::uint64_t>(time.tv_nsec);
}

timespec timespec_of(std::uint64_t nanoseconds) noexcept {
    timespec result{};
    result.tv_sec = static_cast<time_t>(nanoseconds / second);
    result.tv_nsec = static_cast<long>(nanoseconds % second);
    return result;
}

bool counts_from_1970(clockid_t clock) noexcept {
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
}

bool can_time_a_wait(clockid_t clock) noexcept {
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

std::uint64_t deadline_of(clockid_t clock, const timespec& time) noexcept {
    const std::uint64_t shown = nanoseconds_of(time);
    if (shown == never || !counts_from_1970(clock)) return shown;
    return shown > epoch ? shown - epoch : 0;
}

void pass_until(std::uint64_t deadline) noexcept {
    if (deadline > world::now()) world::advance_to(deadline);
}

} // namespace heddle::frontend
