// Performing operations: following the graph while it has the answer, and waiting to be added to it
// when it does not have the operation yet.
#include "world/clear_stack.hpp"
#include "world/race_check.hpp"
#include "world/scheduler.hpp"
#include "world/state.hpp"

#include <fmt/format.h>

#include <cstring>
#include <optional>

namespace heddle::world {

using namespace graph;

bool simulating = false;

namespace {

void store_to_memory(const location& l, value v) {
    void* to = reinterpret_cast<void*>(l.address);
    std::memcpy(to, &v, l.size);
}

// Not the time that the thread has come to by when somebody reads what it wrote, which differs from
// one repetition to the next.
void note_time(event_id id, std::uint64_t time) {
    if (id == no_event) return;
    if (state->event_times.size() <= id) state->event_times.resize(state->graph->size());
    state->event_times[id] = time;
}

// Everything that follows from an event of the graph taking place now, in the current thread.
outcome perform_event(thread& t, const operation& what, event_id id) {
    const execution_graph& g = *state->graph;
    const event& e = g[id];
    ++state->steps;
    t.position = e.index;
    t.knows = e.happens_before;
    t.accesses_at_event = t.accesses;
    outcome result;
    if (e.location != no_location) {
        const location& l = g.at(e.location);
        if (state->newest_in_memory.size() <= e.location)
            state->newest_in_memory.resize(e.location + 1, initial_write);
        if (!is_wake(e.code)) bind_location(l, e.location);
        event_id write = no_event;
        if (is_write(e)) write = id;
        if (is_read(e)) {
            result.seen = e.seen;
            result.updated = e.exclusive;
            result.blocked = e.blocked;
            result.waits = is_wait(e);
            if (e.exclusive) {
                write = g.of_thread(t.id)[e.index];
                t.position = e.index + 1;
                result.updated = true;
            }
        }
        check_atomic(t, l, what, write != no_event);
        if (write != no_event && is_in_memory(l) &&
            g[write].place > g.place_of_write(state->newest_in_memory[e.location])) {
            state->newest_in_memory[e.location] = write;
            store_to_memory(l, g[write].written);
        }
        // An update that leaves what it found is no progress; anything else is.
        if (write != no_event && !(is_read(e) && g[write].written == e.seen && l.atomic))
            ++t.effects;
        if (e.source != no_event && e.source != initial_write)
            t.time = std::max(t.time, state->event_times[e.source]);
        note_time(write, t.time);
    } else if (e.kind != event_kind::fence) {
        ++t.effects;
        if (e.kind == event_kind::choose) result.seen = {e.choice, 0};
        if (e.source != no_event) t.time = std::max(t.time, state->event_times[e.source]);
    }
    note_time(id, t.time);
    if (state->tracing) {
        if (state->event_stacks.size() <= id) state->event_stacks.resize(id + 1);
        state->event_stacks[id] = capture_stack();
    }
    return result;
}

[[noreturn]] void differs(thread& t, const operation& what, const event& recorded) {
    const auto describe = [](operation_code code, std::uintptr_t address) {
        return address == 0 ? fmt::format("{}", name_of(code))
                            : fmt::format("{} of {:#x}", name_of(code), address);
    };
    const std::uintptr_t old_address =
        recorded.location == no_location ? 0 : state->graph->at(recorded.location).address;
    bug b;
    b.kind = verdict::nondeterministic;
    b.thread = t.id;
    b.message = fmt::format(
        "thread {} acted differently when the same execution was repeated: {} now, {} before", t.id,
        describe(what.code, what.address), describe(recorded.code, old_address));
    b.stack = capture_stack();
    access_site before;
    before.thread = t.id;
    before.operation = name_of(recorded.code);
    before.address = old_address;
    before.atomic = true;
    before.stack = {recorded.pc};
    b.accesses.push_back(before);
    raise(std::move(b));
}

outcome follow_graph(thread& t, const operation& what) {
    const execution_graph& g = *state->graph;
    const event_id id = g.of_thread(t.id)[t.position];
    const event& e = g[id];
    const bool same_place = e.location == no_location
                                ? what.address == 0 || e.kind == event_kind::wake
                                : g.at(e.location).address == what.address;
    if (e.code != what.code || e.pc != what.pc || !same_place || e.success_order != what.order ||
        e.operand != what.operand) {
        differs(t, what, e);
    }
    if (e.loop_state != 0) {
        // The same graph, the same state: what a word of the stack that the program does not use
        // happens to be makes no difference.
        t.loop_state = e.loop_state;
        if (!t.visits.empty()) t.visits.back().key = e.loop_state;
    }
    if (e.source != no_event && e.source != initial_write && !performed(g[e.source])) {
        await(t, e.source);
    }
    return perform_event(t, what, id);
}

outcome wait_for_turn(thread& t, const operation& what) {
    if (const auto next = next_of(t, what); may_go_on(t, next)) {
        return perform_event(t, what, add_to_graph(next));
    }
    t.pending = what;
    t.granted = no_event;
    park(t);
    while (t.granted == no_event && !has_more(t)) run_others();
    if (t.granted == no_event) return follow_graph(t, what); // back from a checkpoint
    const event_id id = t.granted;
    t.granted = no_event;
    return perform_event(t, what, id);
}

// The thread waits until the graph in which it spins is left.
[[noreturn]] void spin(thread& t, const operation& what) {
    t.pending = what;
    rest(t);
}

// The thread has gone through a loop iteration without effect that began at visits.back(). Returns
// the outcome of its read if that is to be another one; else the thread is to wait.
std::optional<outcome> end_iteration(thread& t, const operation& what) {
    const execution_graph& g = *state->graph;
    loop_visit& begin = t.visits.back();
    const std::uint32_t events = t.position - begin.position;
    if (events == 0) spin(t, what);
    const event_id read = g.of_thread(t.id)[begin.position];
    const event& e = g[read];
    const bool alone =
        is_read(e) && e.pc == what.pc && may_spin(e.code) && events == (e.exclusive ? 2u : 1u);
    if (!alone) spin(t, what);
    const bool pure = is_pure_iteration(t);
    if (!pure && e.exclusive) spin(t, what);
    const location_id location = e.location;
    const event_id source = e.source;
    const auto what_now = state->explorer->repeats(read, pure);
    // Of an update that is taken back, which wrote what it had found.
    if (auto& newest = state->newest_in_memory[location]; newest == read + 1) newest = source;
    switch (what_now) {
    case strategy::fruitless::again:
        t.touched.clear();
        t.position = begin.position;
        return perform_event(t, what, read);
    case strategy::fruitless::waits:
        t.position = begin.position + 1;
        t.knows = e.happens_before;
        return {};
    case strategy::fruitless::restart: leave_execution(execution_end::restart);
    case strategy::fruitless::abandon: leave_execution(execution_end::blocked);
    }
    __builtin_unreachable();
}

bool is_look(const thread& t, const operation& what) {
    return what.code == operation_code::load &&
           (t.calls_in_spin != 0 || state->spins.contains(what.pc));
}

// Whether a thread looks again at what it has just looked at, in the same bounded spin.
bool is_another_look(thread& t, const operation& what) {
    if (t.looks == 0 || t.look_position != t.position || t.looks == state->spins.looks() ||
        !is_look(t, what)) {
        return false;
    }
    const execution_graph& g = *state->graph;
    if (g.at(g[g.of_thread(t.id)[t.position - 1]].location).address != what.address) return false;
    ++t.looks;
    return true;
}

void note_look(thread& t, const operation& what) {
    t.looks = is_look(t, what) ? 1 : 0;
    t.look_position = t.position;
}

// Out of line, so that what it leaves on the stack lies below the frame of `perform`.
[[gnu::noinline]] outcome take_place(thread& t, const operation& what) {
    if (is_another_look(t, what)) {
        const execution_graph& g = *state->graph;
        return {.seen = g[g.of_thread(t.id)[t.position - 1]].seen};
    }
    // What the graph, or a token, has it go on to has the last word: a word of the stack that the
    // program does not use may have told two states apart when the graph was made, and not tell
    // them apart now.
    const bool repeats = may_spin(what.code) && repeats_iteration(t, what) && !has_more(t) &&
                         !state->explorer->goes_on(t.id);
    if (repeats) {
        if (const auto result = end_iteration(t, what)) return *result;
        t.awaiting = true;
    }
    for (;;) {
        if (t.loop_state != 0) {
            t.visits.back().position = t.position;
            t.touched.clear();
        }
        const outcome result = has_more(t) ? follow_graph(t, what) : wait_for_turn(t, what);
        t.awaiting = result.waits;
        if (result.waits) continue;
        if (follows_spins) note_look(t, what);
        return result;
    }
}

bool is_on_stack(const thread& t, std::uintptr_t address) {
    return address - t.on.stack_low < t.on.stack_high - t.on.stack_low;
}

// On a stack that the program has made itself (swapcontext), a thread is as good as on its own.
[[gnu::cold]] void require_no_other_stack(const thread& t) {
    const auto owner = owner_of_stack(t.visible_stack_low);
    if (!owner) return;
    bug b;
    b.kind = verdict::crash;
    b.thread = t.id;
    b.message = fmt::format("thread {} runs on the stack of thread {}", t.id, *owner);
    b.stack = capture_stack();
    raise(std::move(b));
}

} // namespace

std::optional<thread_id> owner_of_stack(std::uintptr_t address) noexcept {
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        if (is_on_stack(state->threads[i], address)) return state->threads[i].id;
    }
    return std::nullopt;
}

outcome perform(const operation& what) {
    simulating = false;
    thread& t = *state->current;
    t.visible_stack_low = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    if (!is_on_stack(t, t.visible_stack_low)) require_no_other_stack(t);
    t.loop_state = 0;
    const outcome result = take_place(t, what);
    if (!state->loops.empty()) clear_stack_below(most_stack_used);
    simulating = true;
    return result;
}

outcome perform_atomic(const operation& what) {
    if (!state->orders.in_use()) return perform(what);
    simulating = false;
    const operation changed = state->orders.look_at(what);
    simulating = true;
    return perform(changed);
}

} // namespace heddle::world
