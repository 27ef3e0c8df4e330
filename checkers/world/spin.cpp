// Spin loops. A thread that comes back to the same read with the same registers and the same stack,
// and that did nothing with an effect in between, has gone through a loop iteration that changed
// nothing: as long as it reads the same writes it will go on so for ever. It need not: it waits,
// and only an execution in which one of those reads sees another write lets it leave. (The
// reduction of spin loops to `assume` of Kokologiannakis, Ren, Vafeiadis, "Dynamic Partial Order
// Reductions for Spinloops", FMCAD 2021, decided by the machine state rather than by the code.)
#include "world/state.hpp"

#include <unwind.h>

namespace heddle::world {
namespace {

struct frame_state {
    std::uintptr_t pc;
    std::uintptr_t stack_high;
    std::uint64_t hash = 0;
};

std::uint64_t mix(std::uint64_t h, std::uint64_t v) {
    h = (h ^ v) * 0x9e37'79b9'7f4a'7c15ull;
    return h ^ (h >> 29u);
}

_Unwind_Reason_Code find_frame(_Unwind_Context* context, void* data) {
    auto& wanted = *static_cast<frame_state*>(data);
    if (static_cast<std::uintptr_t>(_Unwind_GetIP(context)) != wanted.pc) return _URC_NO_REASON;
    // What survives a call: rbx, rbp, r12 … r15 (DWARF numbers), and the stack.
    std::uint64_t h = wanted.pc;
    for (const int r : {3, 6, 12, 13, 14, 15}) h = mix(h, _Unwind_GetGR(context, r));
    const auto low = static_cast<std::uintptr_t>(_Unwind_GetCFA(context));
    h = mix(h, low);
    for (std::uintptr_t a = low; a + 8 <= wanted.stack_high; a += 8) {
        h = mix(h, *reinterpret_cast<const std::uint64_t*>(a));
    }
    wanted.hash = h;
    return _URC_END_OF_STACK;
}

bool known_loop(std::uintptr_t pc) {
    const std::uint64_t h = mix(0, pc);
    return ((state->loop_pcs[(h >> 6u) & 63u] >> (h & 63u)) & 1u) != 0;
}

void remember_loop(std::uintptr_t pc) {
    const std::uint64_t h = mix(0, pc);
    state->loop_pcs[(h >> 6u) & 63u] |= std::uint64_t{1} << (h & 63u);
}

} // namespace

bool is_spinning(thread& t, std::uintptr_t pc) {
    if (t.visits_effects != t.effects) {
        t.visits.clear();
        t.visits_effects = t.effects;
    }
    const bool known = known_loop(pc);
    frame_state here{pc, t.on.stack_high};
    if (known) _Unwind_Backtrace(find_frame, &here);
    for (std::size_t i = 0; i < t.visits.size(); ++i) {
        if (t.visits[i].pc != pc) continue;
        if (!known) {
            // A loop: from now on its states are compared, this time too.
            remember_loop(pc);
            leave_execution(execution_end::restart);
        }
        if (t.visits[i].state == here.hash) {
            t.visits.erase(t.visits.begin(), t.visits.begin() + static_cast<std::ptrdiff_t>(i));
            return true;
        }
    }
    constexpr std::size_t longest_iteration = 64;
    if (t.visits.size() == longest_iteration) t.visits.erase(t.visits.begin());
    t.visits.push_back({pc, here.hash, t.position});
    return false;
}

} // namespace heddle::world
