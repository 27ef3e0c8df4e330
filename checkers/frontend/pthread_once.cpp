// One-time initialization: pthread_once (std::call_once) and the guards of function-local statics.
// Both are one object whose state is: not begun, running, done.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <cstdint>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::memory_order;
using graph::operation_code;
using real::function;

constinit const function<int(pthread_once_t*, void (*)())> real_once{"pthread_once"};
constinit const function<int(std::uint64_t*)> real_guard_acquire{"__cxa_guard_acquire"};
constinit const function<void(std::uint64_t*)> real_guard_release{"__cxa_guard_release"};
constinit const function<void(std::uint64_t*)> real_guard_abort{"__cxa_guard_abort"};

constexpr pthread_once_t done_for_real = 2; // what glibc leaves in a control that is done

world::outcome act(operation_code code, memory_order order, std::uintptr_t object,
                   graph::value operand, std::uintptr_t pc) {
    return world::perform({.code = code,
                           .order = order,
                           .size = 1,
                           .address = object,
                           .pc = pc,
                           .operand = operand,
                           .expected = {}});
}

/// Returns whether the caller is the one to initialize; waits while another thread does.
bool enter(std::uintptr_t object, std::uintptr_t pc) {
    for (;;) {
        const auto result = act(operation_code::once_enter, memory_order::acquire, object, {}, pc);
        if (!result.blocked) return result.updated;
    }
}

void leave(std::uintptr_t object, graph::value state, std::uintptr_t pc) {
    act(operation_code::once_leave, memory_order::release, object, state, pc);
}

/// A guard's first byte says whether it is done, and the compiler's fast path loads it as an
/// atomic; the object is the byte after.
std::uintptr_t object_of(const std::uint64_t* guard) noexcept {
    return address_of(guard) + 1;
}

} // namespace

HEDDLE_EXPORT int pthread_once(pthread_once_t* control, void (*routine)()) {
    if (!is_simulated_call()) return real_once(control, routine);
    // Done before exploration; in an execution nothing writes the control itself.
    if (*control == done_for_real) return 0;
    const std::uintptr_t pc = caller();
    const std::uintptr_t object = address_of(control);
    if (!enter(object, pc)) return 0;
    try {
        routine();
    } catch (...) {
        leave(object, {}, pc);
        throw;
    }
    leave(object, graph::once_done, pc);
    return 0;
}

HEDDLE_EXPORT int __cxa_guard_acquire(std::uint64_t* guard) {
    if (!world::simulating) return real_guard_acquire(guard);
    return enter(object_of(guard), caller()) ? 1 : 0;
}

HEDDLE_EXPORT void __cxa_guard_release(std::uint64_t* guard) noexcept {
    if (!world::simulating) return real_guard_release(guard);
    const std::uintptr_t pc = caller();
    act(operation_code::store, memory_order::release, address_of(guard), {1, 0}, pc);
    leave(object_of(guard), graph::once_done, pc);
}

HEDDLE_EXPORT void __cxa_guard_abort(std::uint64_t* guard) noexcept {
    if (!world::simulating) return real_guard_abort(guard);
    leave(object_of(guard), {}, caller());
}
