// Spin loops. A thread that comes back to the same read with the same registers and the same stack,
// and that did nothing with an effect in between, has gone through a loop iteration that changed
// nothing: as long as it reads the same writes it will go on so for ever. It need not: it waits,
// and only an execution in which one of those reads sees another write lets it leave. (The
// reduction of spin loops to `assume` of Kokologiannakis, Ren, Vafeiadis, "Dynamic Partial Order
// Reductions for Spinloops", FMCAD 2021, decided by the machine state rather than by the code.)
#include "world/entry_registers.hpp"
#include "world/heap.hpp"
#include "world/machine_state.hpp"
#include "world/program.hpp"
#include "world/restorable.hpp"
#include "world/state.hpp"

#include <immintrin.h>
#include <unwind.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace heddle::world {

using namespace graph;

entry_registers heddle_entry_registers;

namespace {

// In the frame that called the operation at `pc`.
struct frame_search {
    machine_state wanted;
    bool found = false;
};

_Unwind_Reason_Code find_frame(_Unwind_Context* context, void* data) {
    auto& [wanted, found] = *static_cast<frame_search*>(data);
    if (static_cast<std::uintptr_t>(_Unwind_GetIP(context)) != wanted.pc) return _URC_NO_REASON;
    constexpr for_preserved<int> dwarf_numbers{3, 6, 12, 13, 14, 15};
    for (std::size_t i = 0; i < preserved_registers; ++i) {
        wanted.registers[i] = _Unwind_GetGR(context, dwarf_numbers[i]);
    }
    wanted.stack_low = static_cast<std::uintptr_t>(_Unwind_GetCFA(context));
    found = true;
    return _URC_END_OF_STACK;
}

std::uint64_t content_of(const dependency& d) {
    std::uint64_t h = d.address;
    for (std::size_t i = 0; i < d.size; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, reinterpret_cast<const void*>(d.address + i),
                    std::min<std::size_t>(8, d.size - i));
        h = mix(h, word);
    }
    return h;
}

// The registers and the stack of the frame that called the operation at `pc`.
std::uint64_t machine_state_of(const thread& t, std::uintptr_t pc) {
    const entry_registers& e = heddle_entry_registers;
    if (e.pc != pc || e.rsp < t.on.stack_low || e.rsp >= t.on.stack_high) {
        // Another thread has run since, or the operation is not one of the ABI's.
        frame_search here{{pc, {}, 0, t.program_stack_high}};
        _Unwind_Backtrace(find_frame, &here);
        return here.found ? hash_of(here.wanted, state->frames) : 0;
    }
    return hash_of({pc,
                    {e.rbx, e.rbp, e.r12, e.r13, e.r14, e.r15},
                    e.rsp + sizeof(std::uintptr_t),
                    t.program_stack_high},
                   state->frames);
}

// How the thread computes with floating-point numbers: rounding and masked exceptions, not what has
// been raised, of SSE and of the x87 (x86-64 psABI: preserved across calls).
std::uint64_t floating_point_control() {
    constexpr unsigned raised = 0x3f;
    std::uint16_t x87 = 0;
    asm("fnstcw %0" : "=m"(x87));
    return std::uint64_t{_mm_getcsr() & ~raised} << 16u | x87;
}

std::uint64_t state_in(const known_loop& loop, const thread& t, const operation& what) {
    std::uint64_t h = machine_state_of(t, what.pc);
    // The operation's arguments may be in no register that survives the call.
    for (const std::uint64_t part : {std::uint64_t{what.address}, what.operand.low,
                                     what.operand.high, what.expected.low, what.expected.high}) {
        h = mix(h, part);
    }
    h = mix(h, floating_point_control());
    for (const auto& d : loop.dependencies[t.id]) h = mix(h, content_of(d));
    return h | 1u;
}

} // namespace

bool repeats_iteration(thread& t, const operation& what) {
    if (t.visits_effects != t.effects) {
        t.visits.clear();
        t.visits_effects = t.effects;
    }
    const known_loop* loop = state->loops.find(what.pc);
    t.loop_state = loop == nullptr ? 0 : state_in(*loop, t, what);
    for (std::size_t i = 0; i < t.visits.size(); ++i) {
        if (t.visits[i].pc != what.pc) continue;
        if (loop == nullptr) {
            state->loops.add(what.pc);
            leave_execution(execution_end::start_over);
        }
        if (t.visits[i].state == t.loop_state) {
            t.visits.resize(i + 1);
            t.loop_state = t.visits[i].key;
            return true;
        }
    }
    constexpr std::size_t longest_iteration = 64;
    if (t.visits.size() == longest_iteration) t.visits.erase(t.visits.begin());
    t.visits.push_back({what.pc, t.loop_state, t.loop_state, t.position});
    t.touched.clear();
    return false;
}

bool is_pure_iteration(thread& t) {
    known_loop& loop = *state->loops.find(t.visits.back().pc);
    if (t.touched.overflown) loop.unsteady = true;
    if (loop.unsteady) return false;
    bool learned = false;
    auto& dependencies = loop.dependencies[t.id];
    for (std::size_t i = 0; i < t.touched.count; ++i) {
        const dependency& d = t.touched.list[i];
        if (std::find(dependencies.begin(), dependencies.end(), d) != dependencies.end()) continue;
        // Other memory may be gone when the state is next looked at.
        if (!is_program_memory(reinterpret_cast<const void*>(d.address)) &&
            heap::block_of(d.address) == nullptr) {
            loop.unsteady = true;
            return false;
        }
        learned = true;
        dependencies.push_back(d);
        for (std::uintptr_t a = d.address; a < d.address + d.size;
             a = (a & ~std::uintptr_t{7}) + 8) {
            race::cell& c = state->shadow.at(a);
            c.watched = true;
            c.watched_for_reads |= d.written;
            state->shadow.watchers(a) |= std::uint64_t{1} << t.id;
        }
    }
    if (learned) leave_execution(execution_end::start_over);
    return true;
}

void note_loop_access(thread& t, std::uintptr_t address, std::size_t size, bool write) noexcept {
    loop_accesses& touched = t.touched;
    const dependency d{address, size, write};
    const auto end = touched.list.begin() + static_cast<std::ptrdiff_t>(touched.count);
    if (std::find(touched.list.begin(), end, d) != end) return;
    if (touched.count == loop_accesses::most || size > 64) {
        touched.overflown = true;
    } else {
        touched.list[touched.count++] = d;
    }
}

void note_watched_access(const thread& t, std::uintptr_t address, bool write) {
    if (write && state->checkpoints.enabled() && is_missed_by_checkpoints(address >> 12u))
        note_external_effect("the program writes to memory that is not its own");
    const std::uint64_t owners = state->shadow.watchers(address);
    const std::uint32_t* known = state->clocks[t.knows];
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        const thread& owner = state->threads[i];
        if (i == t.id || ((owners >> i) & 1u) == 0) continue;
        if (owner.state == thread::status::absent) continue;
        const bool ended_before = owner.state == thread::status::finished &&
                                  i < state->clocks.stride() && known[i] >= owner.position;
        if (ended_before) continue;
        race::cell& c = state->shadow.at(address);
        c.watched = c.watched_for_reads = false;
        state->loops.make_unsteady(address & ~std::uintptr_t{7});
        leave_execution(execution_end::start_over);
    }
}

} // namespace heddle::world
