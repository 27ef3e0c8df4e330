#include "strategy/wait.hpp"

#include "memory_model/coherence.hpp"
#include "strategy/extension.hpp"

namespace heddle::strategy {

using namespace graph;

event_id wait_before(const execution_graph& g, event_id read) {
    const event& r = g[read];
    if (r.index == 1) return no_event;
    const event_id previous = g.of_thread(r.thread)[r.index - 2];
    return is_wait(g[previous]) ? previous : no_event;
}

namespace {

// The newest of the writes before `write`, its own causal prefix and what was there before the
// wait: what a read in the wait's place would see by default when `write` revisits it.
event_id default_before(const execution_graph& g, event_id wait, event_id write) {
    const auto& order = g.at(g[wait].location).order;
    for (std::size_t p = order.size(); p-- > 0;) {
        const event_id x = order[p];
        if (x == initial_write || x < wait || (x != write && in_prefix(g, g[x], g[write])))
            return x;
    }
    return initial_write;
}

} // namespace

bool seen_by_wait(const execution_graph& g, event_id wait, event_id write) {
    if (wait == no_event) return false;
    if (write == initial_write || write < wait) return true;
    const event_id by = g[wait].displaced_by;
    if (by == no_event || by == write) return false;
    // One that went on only to wait again is the same wait still: what was there is what was there
    // when it began.
    for (event_id first = wait_before(g, wait); first != no_event && g[first].displaced_by == by;
         first = wait_before(g, wait)) {
        wait = first;
    }
    event_id before = default_before(g, wait, write);
    while (before != by && before != initial_write && before > wait) {
        before = default_before(g, wait, before);
    }
    return before != by;
}

bool misses_newest(const execution_graph& g, const loop_memory& loops, event_id wait) {
    const event& w = g[wait];
    const event_id newest = g.newest_write(w.location);
    const bool came_later = newest != initial_write && newest > wait;
    // What an undisplaced wait has seen it has found wanting.
    if (!came_later && (w.displaced_by == no_event || loops.is_unsteady(w.loop_state)))
        return false;
    // The same, with the newest write as what displaced it, is another execution of the search.
    if (came_later && w.displaced_by != no_event && seen_by_wait(g, wait, newest)) return true;
    return !loops.keeps_waiting(w.loop_state, g.value_of_write(w.location, newest));
}

void make_wait(execution_graph& g, event_id read) {
    event& r = g[read];
    if (const event_id wait = wait_before(g, read);
        wait != no_event && r.displaced_by == no_event) {
        r.displaced_by = g[wait].displaced_by;
    }
    r.source = no_event;
    r.exclusive = false;
    r.blocked = true;
    r.order = memory_order::relaxed;
    r.seen = {};
    r.happens_before = r.causal = r.pending_acquire = r.release_fence = 0;
    if (r.index == 1) return;
    const event& before = g[g.of_thread(r.thread)[r.index - 2]];
    r.happens_before = before.happens_before;
    r.causal = before.causal;
    r.pending_acquire = before.pending_acquire;
    r.release_fence = before.release_fence;
}

bool still_waits(const execution_graph& g, const loop_memory& loops, const pending_operation& p) {
    const event_id wait = g.last_of(p.thread);
    if (wait == no_event || !is_wait(g[wait])) return false;
    const location_id l = g[wait].location;
    const auto& order = g.at(l).order;
    const auto floor = memory_model::coherence_floor(g, l, p.thread, g[wait].happens_before, wait);
    for (auto place = static_cast<std::uint32_t>(order.size()); place-- > floor;) {
        if (!seen_by_wait(g, wait, order[place]) &&
            !loops.keeps_waiting(p.loop_state, g.value_of_write(l, order[place]))) {
            return false;
        }
    }
    return true;
}

} // namespace heddle::strategy
