#include "strategy/wait.hpp"

#include "memory_model/coherence.hpp"
#include "strategy/extension.hpp"

namespace heddle::strategy {

using namespace graph;

namespace {

// A displaced wait stands for a read from the update that displaced it, and a write that ends the
// wait for one that revisits that read. So the read must be what it is by default, given the events
// before it and those in the causal prefix of `write`: none of those may let the thread go on.
bool read_otherwise(const execution_graph& g, loop_memory& loops, event_id wait, event_id write) {
    const event& w = g[wait];
    const event& by = g[w.displaced_by];
    const auto there = [&](event_id id) {
        return id == initial_write || id < wait || in_prefix(g, g[id], g[write]);
    };
    const auto& order = g.at(w.location).order;
    const auto floor =
        memory_model::coherence_floor(g, w.location, w.thread, w.happens_before, wait);
    for (auto p = static_cast<std::uint32_t>(order.size()); p-- > floor;) {
        const event_id x = order[p];
        if (x == w.displaced_by || x == write || !there(x)) continue;
        if (x != initial_write && x > wait && in_prefix(g, by, g[x])) continue; // came later
        const value seen = g.value_of_write(w.location, x);
        if (loops.is_unsteady(w.loop_state) || loops.keeps_waiting(w.loop_state, seen)) continue;
        const event_id update = g.update_of(w.location, x);
        if (update != no_event && there(update) && would_update(w, seen)) continue;
        loops.assume_ends(w.loop_state, seen);
        return true;
    }
    return false;
}

} // namespace

bool in_prefix(const execution_graph& g, const event& e, const event& write) {
    if (e.thread == write.thread) return e.index < write.index;
    return g.clocks().at(write.causal, e.thread) >= e.index;
}

event_id wait_before(const execution_graph& g, event_id read) {
    const event& r = g[read];
    if (r.index == 1) return no_event;
    const event_id previous = g.of_thread(r.thread)[r.index - 2];
    return is_wait(g[previous]) ? previous : no_event;
}

bool seen_by_wait(const execution_graph& g, loop_memory& loops, event_id wait, event_id write) {
    if (wait == no_event) return false;
    if (write == initial_write || write < wait) return true;
    const event_id by = g[wait].displaced_by;
    if (by == no_event || by == write) return false;
    return !in_prefix(g, g[by], g[write]) || read_otherwise(g, loops, wait, write);
}

bool misses_newest(const execution_graph& g, const loop_memory& loops, event_id wait) {
    const event& w = g[wait];
    const event_id newest = g.newest_write(w.location);
    return newest != initial_write && newest > wait &&
           !loops.keeps_waiting(w.loop_state, g.value_of_write(w.location, newest));
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

bool still_waits(const execution_graph& g, loop_memory& loops, const pending_operation& p) {
    const event_id wait = g.last_of(p.thread);
    if (wait == no_event || !is_wait(g[wait])) return false;
    const location_id l = g[wait].location;
    const auto& order = g.at(l).order;
    const auto floor = memory_model::coherence_floor(g, l, p.thread, g[wait].happens_before, wait);
    for (auto place = static_cast<std::uint32_t>(order.size()); place-- > floor;) {
        if (!seen_by_wait(g, loops, wait, order[place]) &&
            !loops.keeps_waiting(p.loop_state, g.value_of_write(l, order[place]))) {
            return false;
        }
    }
    return true;
}

} // namespace heddle::strategy
