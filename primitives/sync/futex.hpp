#pragma once

/// Sleeping on a 32-bit atomic: the kernel's futex (futex(2); Drepper, "Futexes Are Tricky", 2011).
/// The words are private to the process.

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <ctime>

namespace heddle::sync::futex {

static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t) &&
                  std::atomic<std::uint32_t>::is_always_lock_free,
              "the kernel compares the word itself");

/// For `wake`: all threads that wait.
inline constexpr std::uint32_t everybody = INT_MAX;

/// Blocks while `word` is `expected`, until a `wake`; may return spuriously. The comparison and the
/// falling asleep are one step: no `wake` that follows a store of another value is missed.
inline void wait(const std::atomic<std::uint32_t>& word, std::uint32_t expected) noexcept {
    const int before = errno;
    ::syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
    errno = before;
}

/// As `wait`, but no longer than until `deadline`.
/// @return false when it returned because the deadline had passed
inline bool wait_until(const std::atomic<std::uint32_t>& word, std::uint32_t expected,
                       std::chrono::steady_clock::time_point deadline) noexcept {
    const auto since_boot = deadline.time_since_epoch();
    if (since_boot.count() <= 0) return false;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since_boot);
    timespec absolute{};
    absolute.tv_sec = static_cast<std::time_t>(seconds.count());
    absolute.tv_nsec = std::chrono::nanoseconds(since_boot - seconds).count();
    const int before = errno;
    const long result = ::syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, expected, &absolute,
                                  nullptr, FUTEX_BITSET_MATCH_ANY);
    const bool passed = result == -1 && errno == ETIMEDOUT;
    errno = before;
    return !passed;
}

/// Wakes up to `count` of the threads that wait on `word`. Orders nothing. The word may be gone by
/// now: only its address is used.
inline void wake(std::atomic<std::uint32_t>& word, std::uint32_t count) noexcept {
    const int before = errno;
    ::syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
    errno = before;
}

} // namespace heddle::sync::futex
