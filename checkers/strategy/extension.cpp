#include "strategy/extension.hpp"

#include "memory_model/coherence.hpp"
#include "strategy/wait.hpp"

#include <algorithm>

namespace heddle::strategy {

using namespace graph;

namespace {

event_kind kind_of(operation_code code) {
    if (reads_state(code)) return event_kind::read;
    if (writes_blindly(code)) return event_kind::write;
    switch (code) {
    case operation_code::thread_create: return event_kind::thread_create;
    case operation_code::thread_start: return event_kind::thread_start;
    case operation_code::thread_finish: return event_kind::thread_finish;
    case operation_code::thread_join: return event_kind::thread_join;
    case operation_code::condition_wake: return event_kind::wake;
    case operation_code::choose: return event_kind::choose;
    default: return event_kind::fence;
    }
}

// The first write from `place` on after which `thread` no longer waits, if any.
std::uint32_t notification_after(const execution_graph& g, location_id l, std::uint32_t place,
                                 thread_id thread) {
    const auto& order = g.at(l).order;
    for (auto p = place; p < order.size(); ++p) {
        if ((g.value_of_write(l, order[p]).low & waiter_bit(thread)) == 0) return p;
    }
    return static_cast<std::uint32_t>(order.size());
}

// The last one after `after`, if there is one: a number may have several threads, one after the
// other.
event_id creation_of(const execution_graph& g, thread_id thread, event_id after = 0) {
    for (event_id id = g.size(); id-- > after;) {
        if (g[id].kind == event_kind::thread_create && g[id].target == thread) return id;
    }
    return no_event;
}

bool has_finished(const execution_graph& g, thread_id thread) {
    const event_id last = g.last_of(thread);
    return last != no_event && g[last].kind == event_kind::thread_finish &&
           creation_of(g, thread, last) == no_event;
}

clock_id before(const execution_graph& g, const event& e, clock_id event::*clock) {
    return e.index == 1 ? 0 : g[g.of_thread(e.thread)[e.index - 2]].*clock;
}

} // namespace

bool lets_proceed(const operation& what, thread_id thread, value seen) {
    return apply(what.code, what.size, what.operand, what.expected, thread, seen, 0).kind !=
           transition::effect::blocked;
}

bool would_update(const event& read, value seen) noexcept {
    return apply(read.code, read.size, read.operand, read.expected, read.thread, seen, 0).kind ==
           transition::effect::update;
}

bool enabled(const execution_graph& g, const loop_memory& loops, const pending_operation& p) {
    if (may_spin(p.what->code)) return !still_waits(g, loops, p);
    if (may_block(p.what->code)) {
        // The first attempt is always made; the next ones when the state has changed.
        const event_id last = g.last_of(p.thread);
        if (last == no_event || !g[last].blocked) return true;
        const location_id l = g[last].location;
        return lets_proceed(*p.what, p.thread, g.value_of_write(l, g.newest_write(l)));
    }
    switch (p.what->code) {
    case operation_code::condition_wake: {
        const value waiters = g.value_of_write(p.location, g.newest_write(p.location));
        return (waiters.low & waiter_bit(p.thread)) == 0;
    }
    case operation_code::thread_join: return has_finished(g, p.what->target);
    default: return true;
    }
}

bool may_try_again(const execution_graph& g, const pending_operation& p) {
    if (!may_block(p.what->code)) return false;
    const event_id last = g.last_of(p.thread);
    return last != no_event && g[last].blocked && !is_wait(g[last]) &&
           g[last].source != g.newest_write(g[last].location);
}

event_id append_event(execution_graph& g, const pending_operation& next, value initial) {
    const operation& what = *next.what;
    event& e = g.append(next.thread);
    e.kind = kind_of(what.code);
    e.code = what.code;
    e.order = e.success_order = what.order;
    e.failure_order = what.failure_order;
    e.size = what.size;
    e.target = what.target;
    e.choices = what.choices;
    e.operand = what.operand;
    e.expected = what.expected;
    e.pc = what.pc;
    e.loop_state = next.loop_state;
    if (what.address != 0) {
        e.location = next.location;
        if (e.location == no_location) {
            e.location =
                g.add_location(what.address, what.size, is_atomic_access(what.code), initial);
            e.creates_location = true;
        }
    }
    g.enter();
    return g.size() - 1;
}

void settle_other(execution_graph& g, event_id id) {
    event& e = g[id];
    switch (e.kind) {
    case event_kind::fence:
        if (e.code == operation_code::fence) memory_model::cross_fence(g, id);
        break;
    case event_kind::thread_start: {
        const event_id creation = creation_of(g, e.thread);
        if (creation != no_event) memory_model::follow(g, id, creation, false);
        break;
    }
    case event_kind::thread_join: memory_model::follow(g, id, g.last_of(e.target), false); break;
    case event_kind::wake: {
        const std::uint32_t enqueued = g.rank(g[e.previous_here]);
        const auto p = notification_after(g, e.location, enqueued, e.thread);
        // A condition variable orders nothing: its mutex does.
        memory_model::follow(g, id, g.at(e.location).order[p], !acquires(e.order));
        break;
    }
    default: break;
    }
}

void settle_read(execution_graph& g, event_id read) {
    event& r = g[read];
    const transition t = apply(r.code, r.size, r.operand, r.expected, r.thread, r.seen, 0);
    r.exclusive = t.kind == transition::effect::update;
    r.blocked = t.kind == transition::effect::blocked;
    r.order = r.exclusive || r.code == operation_code::load || r.code == operation_code::once_enter
                  ? r.success_order
                  : r.failure_order;
    if (r.blocked) r.order = memory_order::relaxed;
    r.happens_before = before(g, r, &event::happens_before);
    r.causal = before(g, r, &event::causal);
    r.pending_acquire = before(g, r, &event::pending_acquire);
    r.release_fence = before(g, r, &event::release_fence);
    memory_model::receive(g, read);
}

event_id append_update(execution_graph& g, event_id read, std::uint32_t choice) {
    const std::uint32_t place = g.rank(g[read]) + 1;
    const event_id write = g.size();
    event& w = g.append(g[read].thread);
    const event& r = g[read];
    w.kind = event_kind::write;
    w.code = r.code;
    w.order = w.success_order = r.success_order;
    w.failure_order = r.failure_order;
    w.size = r.size;
    w.exclusive = true;
    w.location = r.location;
    w.seen = r.seen;
    w.operand = r.operand;
    w.expected = r.expected;
    w.pc = r.pc;
    w.choices = choices_of(w.code, w.seen, w.operand);
    g.enter();
    g.insert_write(write, place);
    choose_update(g, write, choice);
    memory_model::publish(g, write);
    return write;
}

void choose_update(execution_graph& g, event_id write, std::uint32_t choice) {
    event& w = g[write];
    w.choice = choice;
    w.written = apply(w.code, w.size, w.operand, w.expected, w.thread, w.seen, choice).written;
}

event_id read_half(const execution_graph& g, event_id write) {
    const event& w = g[write];
    return g.of_thread(w.thread)[w.index - 2];
}

event_id conflict_of(const execution_graph& g, event_id read) {
    const event_id update = g.update_of(g[read].location, g[read].source);
    return update == no_event ? no_event : read_half(g, update);
}

places readable(const execution_graph& g, event_id read) {
    const event& r = g[read];
    const clock_id clock = before(g, r, &event::happens_before);
    const auto first =
        memory_model::coherence_floor(g, r.location, r.thread, clock, r.previous_here);
    return {first, static_cast<std::uint32_t>(g.at(r.location).order.size() - 1)};
}

places writable(const execution_graph& g, event_id write) {
    const event& w = g[write];
    const auto seen =
        memory_model::coherence_floor(g, w.location, w.thread, w.happens_before, w.previous_here);
    return {seen + 1, static_cast<std::uint32_t>(g.at(w.location).order.size())};
}

bool splits_update(const execution_graph& g, location_id l, std::uint32_t place) {
    const auto& order = g.at(l).order;
    return place < order.size() && g.update_of(l, order[place - 1]) != no_event;
}

std::uint32_t default_place(const execution_graph& g, event_id read) {
    const event& r = g[read];
    const auto newest = static_cast<std::uint32_t>(g.at(r.location).order.size() - 1);
    if (r.code != operation_code::condition_timed_wake) return newest;
    const std::uint32_t enqueued = g.rank(g[r.previous_here]);
    return std::min(newest, notification_after(g, r.location, enqueued, r.thread));
}

bool worth_reading(const execution_graph& g, event_id read, value seen) {
    const event& r = g[read];
    if (may_block(r.code)) {
        return apply(r.code, r.size, r.operand, r.expected, r.thread, seen, 0).kind !=
               transition::effect::blocked;
    }
    if (r.code == operation_code::condition_timed_wake) {
        return (seen.low & waiter_bit(r.thread)) != 0;
    }
    return true;
}

} // namespace heddle::strategy
