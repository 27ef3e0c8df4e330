// One-time initialization: pthread_once (std::call_once) and the guards of function-local statics.
// Both are one object whose state is: not begun, running, done.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <cstddef>
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

constexpr std::uint8_t size = 1;            // a guard has two: its flag, and its object
constexpr pthread_once_t done_for_real = 2; // what glibc leaves in a control that is done

/// Returns whether the caller is the one to initialize; waits while another thread does.
bool enter(const void* object, std::uintptr_t pc) {
    return act_when_possible(object, size, operation_code::once_enter, memory_order::acquire, pc)
        .updated;
}

void leave(const void* object, graph::value state, std::uintptr_t pc) {
    act_on(object, size, operation_code::once_leave, memory_order::release, pc, state);
}

/// Left by an exception or pthread_exit, an initialization has not begun. (Not a handler:
/// pthread_exit inside another handler of the program's would not get through a second one.)
struct unfinished {
    const void* object;
    std::uintptr_t pc;
    bool is_done = false;

    ~unfinished() {
        if (!is_done) leave(object, {}, pc);
    }
};

/// A guard's first byte says whether it is done, and the compiler's fast path loads it as an
/// atomic; the object is the byte after.
const void* object_of(const std::uint64_t* guard) noexcept {
    return reinterpret_cast<const std::byte*>(guard) + 1;
}

} // namespace

HEDDLE_EXPORT int pthread_once(pthread_once_t* control, void (*routine)()) {
    if (!is_simulated_call()) return real_once(control, routine);
    // Done before exploration; in an execution nothing writes the control itself.
    if (*control == done_for_real) return 0;
    const std::uintptr_t pc = caller();
    const void* const object = control;
    if (!enter(object, pc)) return 0;
    unfinished initialization{object, pc};
    routine();
    initialization.is_done = true;
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
    // What is not instrumented would look at the guard in its memory, unseen, which another thread
    // may have set in an execution that is ordered otherwise; and the memory of the system's
    // libraries is none that the next execution finds as it was. There the fast path is never
    // taken.
    if (world::is_instrumented(address_of(guard)))
        act_on(guard, size, operation_code::store, memory_order::release, pc, {1, 0});
    leave(object_of(guard), graph::once_done, pc);
}

HEDDLE_EXPORT void __cxa_guard_abort(std::uint64_t* guard) noexcept {
    if (!world::simulating) return real_guard_abort(guard);
    leave(object_of(guard), {}, caller());
}
