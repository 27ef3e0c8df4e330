// Which thread runs next: one that has something of the graph to repeat, and when every thread has
// come to an operation that the graph does not have yet, the one whose operation is added to it.
#include "world/scheduler.hpp"

#include "strategy/extension.hpp"
#include "strategy/wait.hpp"
#include "world/race_check.hpp"
#include "world/uninstrumented.hpp"

#include <bit>
#include <cerrno>
#include <cstring>

namespace heddle::world {

using namespace graph;

world_state* state = nullptr;

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

} // namespace

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

namespace {

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

} // namespace

strategy::pending_operation next_of(const thread& t, const operation& what) {
    location_id location = no_location;
    if (is_wake(what.code)) {
        location = location_of_wait(t, what);
    } else if (what.address != 0) {
        location = find_location(t, what.address, what.size);
    }
    return {.thread = t.id, .what = &what, .location = location, .loop_state = t.loop_state};
}

namespace {

strategy::pending_operation pending_of(const thread& t) {
    return next_of(t, t.pending);
}

[[noreturn]] void conclude();

} // namespace

event_id add_to_graph(const strategy::pending_operation& next) {
    value initial{};
    if (starts_from_memory(next.what->code) && next.what->address != 0 &&
        next.location == no_location) {
        std::memcpy(&initial, reinterpret_cast<const void*>(next.what->address), next.what->size);
    }
    if (has_uninstrumented_libraries && !is_atomic_access(next.what->code))
        note_synchronization(next.what->pc);
    return state->explorer->add(next, initial);
}

namespace {

// Of threads that have let others go first: who has still to repeat what the graph has comes before
// who has nothing but to compute, and both before who is about to end the execution.
int urgency(const thread& t) {
    return has_more(t) ? 2 : t.gives_way ? 0 : 1;
}

// Gathers the operations that could be added next; returns how many. `computing` becomes a thread
// that has none yet, if there is one: the most urgent one.
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
            if (computing == nullptr || urgency(t) > urgency(*computing)) computing = &t;
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
    const int error = errno; // main's thread may have the driver's
    switch_fiber(state->current->on, state->driver);
    errno = error;
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
            (count == 0 || has_more(*computing) ||
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

void park(thread& t) {
    t.state = thread::status::parked;
    if (state->tracing) t.waiting_stack = capture_stack();
    state->runnable &= ~bit(t);
}

void rest(thread& t) {
    t.spinning = true;
    park(t);
    for (;;) run_others();
}

namespace {

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

} // namespace

bool may_go_on(const thread& t, const strategy::pending_operation& next) {
    const execution_graph& g = *state->graph;
    return (state->runnable & ~bit(t)) == 0 && state->patient == 0 &&
           state->explorer->prefers(next) && g.size() < state->max_events &&
           !is_worth_a_checkpoint(*next.what) &&
           strategy::enabled(g, state->explorer->loops(), next) && !another_comes_first(t);
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
    park(t);
    run_others();
    t.patient = false;
    state->patient &= ~bit(t);
    t.state = thread::status::runnable;
    state->runnable |= bit(t);
    simulating = true;
}

} // namespace heddle::world
