// Performing operations: following the graph while it has the answer, and extending it when every
// thread has come to an operation that the graph does not have yet.
#include "strategy/extension.hpp"
#include "strategy/wait.hpp"
#include "world/clear_stack.hpp"
#include "world/race_check.hpp"
#include "world/state.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <optional>

namespace heddle::world {

using namespace graph;

world_state* state = nullptr;
bool simulating = false;

void switch_to(thread& to) {
    thread& from = *state->current;
    state->current = &to;
    state->ran |= std::uint64_t{1} << to.id;
    switch_fiber(from.on, to.on);
}

void leave_execution(execution_end end) {
    state->end = end;
    simulating = false;
    switch_fiber(state->current->on, state->driver);
    __builtin_unreachable();
}

namespace {

std::size_t first_of(std::uint64_t threads) {
    return static_cast<std::size_t>(std::countr_zero(threads));
}

bool is_on_stack(const thread& t, std::uintptr_t address) {
    return address - t.on.stack_low < t.on.stack_high - t.on.stack_low;
}

bool performed(const event& e) {
    return state->threads[e.thread].position >= e.index;
}

bool exists(const thread& t) {
    return t.state != thread::status::absent && t.state != thread::status::finished;
}

// The next creation of a thread with this number that has not been performed.
event_id next_creation_of(thread_id t) {
    const execution_graph& g = *state->graph;
    event_id id = 0;
    while (g[id].kind != event_kind::thread_create || g[id].target != t || performed(g[id])) ++id;
    return id;
}

// Runs the others until the event has been performed: reads-from must be replayed in order, so that
// plain memory holds what it held when the event was added.
void await(thread& t, event_id source) {
    const execution_graph& g = *state->graph;
    while (!performed(g[source])) {
        thread_id needed = g[source].thread;
        // A thread that does not exist yet is made by its creator.
        while (!exists(state->threads[needed])) needed = g[next_creation_of(needed)].thread;
        if (needed == t.id) break;
        switch_to(state->threads[needed]);
    }
}

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
        if (write != no_event && l.atomic &&
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

// Where a thread joined the waiters that it is among. The object may have had its end since then:
// one may be destroyed as soon as all its waiters have been let go.
location_id location_of_wait(const thread& t, const operation& wake) {
    const execution_graph& g = *state->graph;
    const auto& events = g.of_thread(t.id);
    for (std::size_t i = events.size(); i-- > 0;) {
        const location_id l = g[events[i]].location;
        if (l != no_location && g.at(l).address == wake.address) return l;
    }
    return no_location;
}

strategy::pending_operation next_of(const thread& t, const operation& what) {
    location_id location = no_location;
    if (is_wake(what.code)) {
        location = location_of_wait(t, what);
    } else if (what.address != 0) {
        location = find_location(t, what.address, what.size);
    }
    return {.thread = t.id, .what = &what, .location = location, .loop_state = t.loop_state};
}

strategy::pending_operation pending_of(const thread& t) {
    return next_of(t, t.pending);
}

[[noreturn]] void conclude();

event_id add_to_graph(const strategy::pending_operation& next) {
    value initial{};
    if (starts_from_memory(next.what->code) && next.what->address != 0 &&
        next.location == no_location) {
        std::memcpy(&initial, reinterpret_cast<const void*>(next.what->address), next.what->size);
    }
    return state->explorer->add(next, initial);
}

// Gathers the operations that could be added next; returns how many. `computing` becomes a thread
// that has none yet, if there is one.
std::size_t gather_ready(thread*& computing) {
    const execution_graph& g = *state->graph;
    std::size_t count = 0;
    if (state->newborn != 0 && state->patient == 0) {
        const auto p = pending_of(state->threads[first_of(state->newborn)]);
        if (state->explorer->prefers(p)) {
            state->ready[0] = p;
            return 1;
        }
    }
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        thread& t = state->threads[i];
        if (t.state != thread::status::parked || t.spinning) continue;
        if (t.patient) {
            computing = &t;
            continue;
        }
        const auto p = pending_of(t);
        if (!strategy::enabled(g, state->explorer->loops(), p)) continue;
        state->ready[count++] = p;
        if (state->patient == 0 && state->explorer->prefers(p)) {
            state->ready[0] = p;
            return 1;
        }
    }
    for (std::uint32_t i = 0; count == 0 && i < state->thread_count; ++i) {
        const thread& t = state->threads[i];
        if (t.state != thread::status::parked || t.spinning || t.patient) continue;
        const auto p = pending_of(t);
        if (strategy::may_try_again(g, p)) state->ready[count++] = p;
    }
    return count;
}

// Before an operation that the next executions may well differ in.
bool is_worth_a_checkpoint(const operation& what) {
    return (reads_state(what.code) || writes_blindly(what.code)) && !state->tracing &&
           state->checkpoints.is_due();
}

// Has a checkpoint taken; returns from here once more each time that the world goes back to it.
void pause_for_checkpoint() {
    state->checkpoint_wanted = true;
    switch_fiber(state->current->on, state->driver);
}

// Every thread waits for an operation that the graph lacks: lets one of them have it.
thread& extend_graph() {
    for (;;) {
        // After going back to a checkpoint: the graph has more.
        if (state->runnable != 0) {
            return state->threads[first_of(state->runnable)];
        }
        const execution_graph& g = *state->graph;
        thread* computing = nullptr;
        const std::size_t count = gather_ready(computing);
        // What it has still to repeat comes before what is new.
        if (computing != nullptr &&
            (count == 0 || computing->position < g.of_thread(computing->id).size() ||
             (!computing->gives_way && state->explorer->awaits(computing->id)))) {
            return *computing;
        }
        if (count == 0) conclude();
        if (g.size() >= state->max_events) leave_execution(execution_end::too_long);
        const std::size_t picked = state->explorer->pick({state->ready.data(), count});
        if (picked == count) leave_execution(execution_end::seen_before);
        const auto& next = state->ready[picked];
        if (is_worth_a_checkpoint(*next.what)) {
            pause_for_checkpoint();
            continue;
        }
        thread& chosen = state->threads[next.thread];
        chosen.granted = add_to_graph(next);
        chosen.state = thread::status::runnable;
        state->runnable |= bit(chosen);
        return chosen;
    }
}

// Whether a spinning thread reads something else than what it would read in the end: there are
// newer writes.
bool is_stale(const thread& t) {
    const execution_graph& g = *state->graph;
    for (std::uint32_t p = t.visits.back().position; p < t.position; ++p) {
        const event& e = g[g.of_thread(t.id)[p]];
        if (!is_read(e)) continue;
        const event_id seen = e.exclusive ? g.of_thread(t.id)[p + 1] : e.source;
        if (g.newest_write(e.location) != seen) return true;
    }
    return false;
}

void conclude() {
    bool unfinished = false;
    bool spinner = false;
    bool stale = false;
    for (std::uint32_t i = 0; i < state->thread_count; ++i) {
        const thread& t = state->threads[i];
        if (t.state != thread::status::parked) continue;
        unfinished = true;
        if (t.gave_up) leave_execution(execution_end::blocked);
        spinner |= t.awaiting || t.spinning;
        stale |= t.spinning && is_stale(t);
        stale |= t.awaiting &&
                 strategy::misses_newest(state->explorer->graph(), state->explorer->loops(),
                                         state->graph->last_of(t.id));
    }
    if (!unfinished) leave_execution(execution_end::complete);
    if (stale) leave_execution(execution_end::blocked);
    state->has_spinner = spinner;
    state->found = {};
    state->found.kind = spinner ? verdict::livelock : verdict::deadlock;
    leave_execution(execution_end::bug);
}

} // namespace

void run_others() {
    thread& self = *state->current;
    const std::uint64_t others = state->runnable & ~bit(self);
    if (others != 0) {
        switch_to(state->threads[first_of(others)]);
        return;
    }
    thread& chosen = extend_graph();
    if (&chosen != &self) switch_to(chosen);
}

namespace {

// The thread does nothing more in this graph.
[[noreturn]] void rest(thread& t) {
    t.spinning = true;
    t.state = thread::status::parked;
    if (state->tracing) t.waiting_stack = capture_stack();
    state->runnable &= ~bit(t);
    for (;;) run_others();
}

// The thread waits until the graph in which it spins is left.
[[noreturn]] void spin(thread& t, const operation& what) {
    t.pending = what;
    rest(t);
}

// Whether the graph has events that the thread has not performed.
bool has_more(const thread& t) {
    return t.position < state->graph->of_thread(t.id).size();
}

// Whether a thread that has not started, or one with a lower number, comes first when the graph is
// extended.
bool another_comes_first(const thread& t) {
    if (state->newborn != 0) return first_of(state->newborn) != t.id;
    for (thread_id i = 0; i < t.id; ++i) {
        const thread& other = state->threads[i];
        if (other.state != thread::status::parked || other.spinning) continue;
        const auto p = pending_of(other);
        if (state->explorer->prefers(p) &&
            strategy::enabled(*state->graph, state->explorer->loops(), p)) {
            return true;
        }
    }
    return false;
}

// Whether the thread may add its operation, which is pending, at once: the others have all come to
// theirs, and `extend_graph` would take this one. What comes next must depend on nothing but the
// graph (not on whether a checkpoint was due, for one): else the search misses executions.
bool may_go_on(const thread& t, const strategy::pending_operation& next) {
    const execution_graph& g = *state->graph;
    return (state->runnable & ~bit(t)) == 0 && state->patient == 0 &&
           state->explorer->prefers(next) && g.size() < state->max_events &&
           !is_worth_a_checkpoint(*next.what) &&
           strategy::enabled(g, state->explorer->loops(), next) && !another_comes_first(t);
}

outcome wait_for_turn(thread& t, const operation& what) {
    if (const auto next = next_of(t, what); may_go_on(t, next)) {
        return perform_event(t, what, add_to_graph(next));
    }
    t.pending = what;
    t.granted = no_event;
    t.state = thread::status::parked;
    if (state->tracing) t.waiting_stack = capture_stack();
    state->runnable &= ~bit(t);
    while (t.granted == no_event && !has_more(t)) run_others();
    if (t.granted == no_event) return follow_graph(t, what); // back from a checkpoint
    const event_id id = t.granted;
    t.granted = no_event;
    return perform_event(t, what, id);
}

} // namespace

namespace {

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
    const auto what_now = state->explorer->repeats(read, pure);
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

// Out of line, so that what it leaves on the stack lies below the frame of `perform`.
[[gnu::noinline]] outcome take_place(thread& t, const operation& what) {
    const bool repeats = may_spin(what.code) && repeats_iteration(t, what);
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
        if (!result.waits) return result;
    }
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

void give_up() {
    simulating = false;
    thread& t = *state->current;
    t.visible_stack_low = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    // The others go on: what they do may give a read before this another value.
    t.gave_up = true;
    rest(t);
}

void let_others_go_first() {
    // Not an event: the thread waits until the others have come to a stop, and is needed again.
    simulating = false;
    thread& t = *state->current;
    t.visible_stack_low = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    t.accesses_at_event = t.accesses;
    t.patient = true;
    state->patient |= bit(t);
    t.state = thread::status::parked;
    state->runnable &= ~bit(t);
    run_others();
    t.patient = false;
    state->patient &= ~bit(t);
    t.state = thread::status::runnable;
    state->runnable |= bit(t);
    simulating = true;
}

} // namespace heddle::world
