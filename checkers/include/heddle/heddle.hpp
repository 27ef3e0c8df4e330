#pragma once

/// What a program can tell, and ask of, the tool that checks it. Nothing here is needed: Heddle
/// checks programs that know nothing of it.
///
/// The same program also builds and runs without Heddle, under ThreadSanitizer for one, with any
/// compiler of the GNU family on ELF systems: each function says what it does then. C++20.

#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <type_traits>

/// The runtime's side. Weak: null without Heddle's runtime.
extern "C" {
[[noreturn]] __attribute__((weak)) void heddle_give_up() noexcept;
__attribute__((weak)) std::uint32_t heddle_choose(std::uint32_t alternatives) noexcept;
__attribute__((weak)) bool heddle_fails_spuriously() noexcept;
[[noreturn]] __attribute__((weak)) void heddle_check_failed(const char* message, const char* file,
                                                            unsigned line) noexcept;
__attribute__((weak)) void heddle_outcome_signed(long long value) noexcept;
__attribute__((weak)) void heddle_outcome_unsigned(unsigned long long value) noexcept;
__attribute__((weak)) void heddle_outcome_text(const char* text, std::size_t size) noexcept;
__attribute__((weak)) void heddle_outcome_end() noexcept;
__attribute__((weak)) void heddle_annotate(const volatile void* object, std::size_t size,
                                           const char* name) noexcept;
}

namespace heddle {

/// Whether the program runs in Heddle's runtime.
[[nodiscard]] inline bool is_checked() noexcept {
    return heddle_outcome_end != nullptr;
}

/// Executions in which `condition` is false here are none that matter: the calling thread goes no
/// further, and the execution counts as blocked once the others can go no further either. A bug
/// that they have until then is reported: it does not depend on what this thread would do next.
///
/// Without Heddle: ends the process with status 0 when `condition` is false.
inline void assume(bool condition) noexcept {
    if (condition) return;
    if (is_checked()) heddle_give_up();
    std::_Exit(EXIT_SUCCESS);
}

/// A number that the environment chooses, from 0 to `alternatives` - 1: every one is explored.
/// `alternatives` must be 1 to 2^32 - 1; anything else is reported as `assertion_failed`.
///
/// Without Heddle: a random one.
template <std::integral T>
[[nodiscard]] T choose(T alternatives) noexcept {
    const bool is_valid =
        alternatives > 0 && static_cast<std::uint64_t>(alternatives) <= UINT32_MAX;
    const auto count = is_valid ? static_cast<std::uint32_t>(alternatives) : 0U;
    if (is_checked()) return static_cast<T>(heddle_choose(count));
    if (count == 0) std::abort();
    thread_local std::uint64_t state =
        static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    // SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA
    // 2014)
    std::uint64_t z = (state += 0x9e37'79b9'7f4a'7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d0'49bb'1331'11ebU;
    return static_cast<T>((z ^ (z >> 31U)) % count);
}

/// Whether something that may fail for no reason does so now. With `--spurious` both answers are
/// explored, but not twice in a row: a thread whose last call said true is told false. So a loop
/// that tries again has an end. Otherwise false.
///
/// Without Heddle: false.
[[nodiscard]] inline bool fails_spuriously() noexcept {
    return is_checked() && heddle_fails_spuriously();
}

/// `object.compare_exchange_weak`, which may fail although `object` is as expected [atomics.types
/// .operations]. With `--spurious` it does, with every compiler: GCC tells the runtime which calls
/// are weak, clang makes strong ones of them, which never fail so. Lock-free, as `object` is;
/// ordering as `success`, or as `failure` when it returns false.
template <class T>
[[nodiscard]] bool
compare_exchange_weak(std::atomic<T>& object, T& expected, std::type_identity_t<T> desired,
                      std::memory_order success = std::memory_order_seq_cst,
                      std::memory_order failure = std::memory_order_seq_cst) noexcept {
    if (fails_spuriously()) {
        expected = object.load(failure);
        return false;
    }
    return object.compare_exchange_strong(expected, desired, success, failure);
}

/// Reports `assertion_failed`, with `message` and the place of the call, when `condition` is false.
/// Unlike `assert`, not dependent on NDEBUG, and a function.
///
/// Without Heddle: writes the message to standard error and aborts.
inline void check(bool condition, const char* message = "a check failed",
                  const char* file = __builtin_FILE(), unsigned line = __builtin_LINE()) noexcept {
    if (condition) return;
    if (is_checked()) heddle_check_failed(message, file, line);
    std::fprintf(stderr, "%s:%u: %s\n", file, line, message);
    std::abort();
}

namespace detail {

template <class T>
void put_outcome(const T& value) noexcept {
    if constexpr (std::is_enum_v<T>) {
        put_outcome(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::same_as<T, bool> || std::unsigned_integral<T>) {
        heddle_outcome_unsigned(value);
    } else if constexpr (std::same_as<T, char>) {
        heddle_outcome_text(&value, 1);
    } else if constexpr (std::signed_integral<T>) {
        heddle_outcome_signed(value);
    } else {
        const std::string_view text{value};
        heddle_outcome_text(text.data(), text.size());
    }
}

} // namespace detail

/// An integer, a truth value (0 or 1), a character, an enumerator (its number) or text.
template <class T>
concept outcome_value =
    std::integral<T> || std::is_enum_v<T> || std::convertible_to<const T&, std::string_view>;

/// Records what came out of this execution: `outcome(r1, r2)`. The report lists the distinct
/// outcomes of all complete executions, how many executions each has, and a token that replays one.
/// Values of a call are separated by a blank. Several calls in an execution make one outcome: those
/// of the thread that was created first come first, then in program order, separated by commas.
/// An execution that records nothing has no outcome. A scenario can state which outcomes there are
/// to be.
///
/// Without Heddle: does nothing.
template <outcome_value... T>
void outcome(const T&... values) noexcept {
    if (!is_checked()) return;
    (detail::put_outcome(values), ...);
    heddle_outcome_end();
}

/// Gives an object a name of its own in reports, from here on and in this execution. The name is
/// copied; an object inside another one that has a name may have one too, and is called by it.
///
/// Without Heddle: does nothing.
template <class T>
void annotate(const T& object, const char* name) noexcept {
    if (is_checked()) heddle_annotate(&object, sizeof object, name);
}

} // namespace heddle
