// The functions that programs written for other verification tools call: those of SV-COMP's rules
// (https://sv-comp.sosy-lab.org/2022/rules.php) and of GenMC's test suite.
#include "frontend/caller.hpp"
#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/mutex.hpp"
#include "world/hooks.hpp"
#include "world/world.hpp"

#include <array>
#include <limits>
#include <type_traits>

using namespace heddle;
using frontend::caller;
using frontend::refuse_before_main;

namespace {

// What goes on between __VERIFIER_atomic_begin and _end excludes other such sections.
pthread_mutex_t atomic_section = PTHREAD_MUTEX_INITIALIZER;

// A value of any size stands for all: which ones are tried is a choice of ours, and the search is
// not complete. Those at which arithmetic goes wrong are among them.
template <class T>
T some_value(std::uintptr_t pc) {
    using limits = std::numeric_limits<T>;
    world::note_sampled_value();
    if constexpr (std::is_signed_v<T>) {
        const std::array<T, 5> values{0, 1, static_cast<T>(-1), limits::max(), limits::min()};
        return values[world::choose(values.size(), pc)];
    } else {
        const std::array<T, 4> values{0, 1, 2, limits::max()};
        return values[world::choose(values.size(), pc)];
    }
}

} // namespace

void frontend::register_atomic_sections() {
    world::keep_in_checkpoints(&atomic_section, sizeof atomic_section);
}

HEDDLE_EXPORT void __VERIFIER_assume(int condition) noexcept {
    if (condition != 0) return;
    if (!world::simulating) refuse_before_main("__VERIFIER_assume(0)");
    world::give_up();
}

HEDDLE_EXPORT bool __VERIFIER_nondet_bool() noexcept {
    if (!world::simulating) refuse_before_main("__VERIFIER_nondet_bool");
    return world::choose(2, caller()) != 0;
}

#define HEDDLE_NONDET(name, type)                                                                  \
    HEDDLE_EXPORT type __VERIFIER_nondet_##name() noexcept {                                       \
        if (!world::simulating) refuse_before_main("__VERIFIER_nondet_" #name);                    \
        return some_value<type>(caller());                                                         \
    }

HEDDLE_NONDET(char, char)
HEDDLE_NONDET(uchar, unsigned char)
HEDDLE_NONDET(short, short)
HEDDLE_NONDET(ushort, unsigned short)
HEDDLE_NONDET(int, int)
HEDDLE_NONDET(uint, unsigned)
HEDDLE_NONDET(unsigned, unsigned)
HEDDLE_NONDET(long, long)
HEDDLE_NONDET(ulong, unsigned long)
HEDDLE_NONDET(longlong, long long)
HEDDLE_NONDET(ulonglong, unsigned long long)
HEDDLE_NONDET(size_t, std::size_t)

#undef HEDDLE_NONDET

HEDDLE_EXPORT void __VERIFIER_atomic_begin() noexcept {
    if (world::simulating) frontend::lock_mutex(&atomic_section, caller());
}

HEDDLE_EXPORT void __VERIFIER_atomic_end() noexcept {
    if (world::simulating) frontend::unlock_mutex(&atomic_section, caller());
}

// They tell GenMC where spin loops begin and end. Heddle finds them.
HEDDLE_EXPORT void __VERIFIER_spin_start() noexcept {}

HEDDLE_EXPORT void __VERIFIER_spin_end(int) noexcept {}

HEDDLE_EXPORT void __VERIFIER_loop_begin() noexcept {}

HEDDLE_EXPORT void __VERIFIER_error() noexcept {
    if (!world::simulating) refuse_before_main("__VERIFIER_error");
    frontend::report_bug(verdict::assertion_failed, "__VERIFIER_error was called");
}

// Mostly a program defines it itself, and that definition is the one that is called.
HEDDLE_EXPORT void reach_error() noexcept {
    if (!world::simulating) refuse_before_main("reach_error");
    frontend::report_bug(verdict::assertion_failed, "reach_error was called");
}
