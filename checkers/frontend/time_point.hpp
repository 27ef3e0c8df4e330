// Deadlines in virtual time.
#pragma once

#include <cstdint>
#include <ctime>

namespace heddle::frontend {

inline constexpr std::uint64_t second = 1'000'000'000; // in nanoseconds, the unit of virtual time
inline constexpr std::uint64_t epoch = 1'767'225'600 * second; // 2026-01-01, when executions start

/// A deadline at or after this (over a century) is none.
inline constexpr std::uint64_t never = std::uint64_t{1} << 62;

[[nodiscard]] bool is_valid(const timespec& time) noexcept;
[[nodiscard]] std::uint64_t nanoseconds_of(const timespec& time) noexcept; // at most `never`
[[nodiscard]] timespec timespec_of(std::uint64_t nanoseconds) noexcept;

/// Whether a clock counts from 1970 rather than from the start of the execution.
[[nodiscard]] bool counts_from_1970(clockid_t clock) noexcept;
/// Whether a function that waits until a point of time of a clock takes that one: glibc, as POSIX
/// demands, knows two.
[[nodiscard]] bool can_time_a_wait(clockid_t clock) noexcept;
/// The virtual time at which a clock shows `time`.
[[nodiscard]] std::uint64_t deadline_of(clockid_t clock, const timespec& time) noexcept;

/// Lets the current thread's time pass, if it is not past the deadline already.
void pass_until(std::uint64_t deadline) noexcept;

} // namespace heddle::frontend
