#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace heddle {

/// What a checker concludes about a program. The names are those of `heddle run --json`.
enum class verdict {
    correct,   ///< every execution was explored, and none shows a bug
    data_race, ///< two conflicting accesses, not both atomic, and neither happens-before the other
    deadlock,  ///< every unfinished thread is blocked for good (a lost wakeup included)
    livelock,  ///< a thread spins on a value that nothing can change any more
    assertion_failed,   ///< `assert` failed, or `abort` was called
    uncaught_exception, ///< an exception left `main` or a thread's function
    use_after_free,     ///< a freed block was read or written
    double_free,        ///< a freed block was freed again
    invalid_free,       ///< something was freed that no allocation returned
    memory_leak,        ///< a block that is neither freed nor reachable when the execution ends
    lock_misuse,        ///< for example: a mutex unlocked by a thread that does not hold it
    crash,              ///< a fatal signal
    not_linearizable,   ///< a history of operations that no sequential order explains
    nondeterministic,   ///< the program acted differently when the same execution was repeated
    unsupported,        ///< the program does what the checker does not simulate
    incomplete,         ///< no bug so far, but a bound or a budget ended the search
};

namespace detail {

/// In the order of the enumerators, so that a verdict is its own index.
inline constexpr std::array<std::string_view, 16> verdict_names{
    "correct",          "data_race",          "deadlock",       "livelock",
    "assertion_failed", "uncaught_exception", "use_after_free", "double_free",
    "invalid_free",     "memory_leak",        "lock_misuse",    "crash",
    "not_linearizable", "nondeterministic",   "unsupported",    "incomplete",
};
static_assert(verdict_names.size() == static_cast<std::size_t>(verdict::incomplete) + 1);

} // namespace detail

/// The verdict's name as JSON and the command line spell it. The view is of static storage.
[[nodiscard]] constexpr std::string_view to_string(verdict value) noexcept {
    return detail::verdict_names[static_cast<std::size_t>(value)];
}

/// The verdict of that name, or nothing when no verdict is called so. Inverse of `to_string`.
[[nodiscard]] constexpr std::optional<verdict> parse_verdict(std::string_view name) noexcept {
    for (std::size_t index = 0; index < detail::verdict_names.size(); ++index) {
        if (detail::verdict_names[index] == name) {
            return static_cast<verdict>(index);
        }
    }
    return std::nullopt;
}

} // namespace heddle
