// longjmp: within a thread it is the program's own affair. What would leave the thread's stack for
// another's has no meaning.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/jump_target.hpp"
#include "world/world.hpp"

#include <csetjmp>
#include <string>

namespace {

using namespace heddle;
using frontend::real::function;

using jump_function = void(__jmp_buf_tag*, int);

constinit const function<jump_function> real_longjmp{"longjmp"};
constinit const function<jump_function> real_longjmp_chk{"__longjmp_chk"};
constinit const function<jump_function> real_siglongjmp{"siglongjmp"};

void check_target(const __jmp_buf_tag* target, std::uintptr_t pc) {
    if (!world::simulating) return;
    const std::uintptr_t buffer = frontend::address_of(target->__jmpbuf);
    world::access(buffer, sizeof target->__jmpbuf, false, pc);
    // Where setjmp has written to something else than the stack, a loop may have come on by that.
    if (world::owner_of_stack(buffer) != world::self()) world::note_effect();
    const auto owner = world::owner_of_stack(world::target_stack(target->__jmpbuf));
    if (!owner || *owner == world::self()) return;
    world::simulating = false;
    frontend::report_bug(verdict::crash, "thread " + std::to_string(world::self()) +
                                             " jumps (longjmp) to the stack of thread " +
                                             std::to_string(*owner));
}

} // namespace

HEDDLE_EXPORT void longjmp(__jmp_buf_tag* target, int value) noexcept {
    check_target(target, frontend::caller());
    real_longjmp(target, value);
    __builtin_unreachable();
}

HEDDLE_EXPORT void _longjmp(__jmp_buf_tag* target, int value) noexcept {
    check_target(target, frontend::caller());
    real_longjmp(target, value);
    __builtin_unreachable();
}

HEDDLE_EXPORT void siglongjmp(__jmp_buf_tag* target, int value) noexcept {
    check_target(target, frontend::caller());
    real_siglongjmp(target, value);
    __builtin_unreachable();
}

HEDDLE_EXPORT void __longjmp_chk(__jmp_buf_tag* target, int value) {
    check_target(target, frontend::caller());
    real_longjmp_chk(target, value);
    __builtin_unreachable();
}
