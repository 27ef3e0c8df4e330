// Reads in spin loops: by default they see the newest write that lets their thread go on.
#include "strategy/exhaustive.hpp"
#include "strategy/extension.hpp"
#include "strategy/wait.hpp"

namespace heddle::strategy {

using namespace graph;

fruitless exhaustive_strategy::repeats(event_id read, bool always) {
    execution_graph& g = top().g;
    const event& r = g[read];
    if (always ? loops_.remember(r.loop_state, r.seen) : loops_.remember_unsteady(r.loop_state)) {
        return fruitless::start_over;
    }
    if (read == tried_) return try_older(read);
    if (read != top().revisited) return fruitless::abandon;
    if (top().displaced) {
        wait_for_revisitor();
    } else {
        hang_after_revisit();
    }
    return complete_updates() ? fruitless::restart : fruitless::abandon;
}

std::uint32_t exhaustive_strategy::read_newest(event_id id, std::uint32_t place,
                                               std::uint32_t last) {
    execution_graph& g = top().g;
    const event& r = g[id];
    const event_id wait = wait_before(g, id);
    const auto& order = g.at(r.location).order;
    const std::size_t newest = order.size() - 1;
    for (std::uint32_t p = place + 1; p-- > last;) {
        const value seen = g.value_of_write(r.location, order[p]);
        if (seen_by_wait(g, loops_, wait, order[p]) || loops_.keeps_waiting(r.loop_state, seen))
            continue;
        if (would_update(r, seen) && g.update_of(r.location, order[p]) != no_event) continue;
        g.read_from(id, order[p]);
        settle_read(g, id);
        if (p == newest || model_.consistent(g, id)) return p;
        g.forget_source(id);
    }
    make_wait(g, id);
    return nowhere;
}

void exhaustive_strategy::add_loop_read(event_id id) {
    execution_graph& g = top().g;
    const places range = readable(g, id);
    const std::uint32_t chosen = read_newest(id, range.last, range.first);
    if (range.last > range.first || chosen == nowhere) {
        push({.what = alternative::kind::source,
              .event = id,
              .next = range.last,
              .last = range.first,
              .skip = chosen});
    }
    if (chosen == nowhere) return;
    if (chosen != range.last && newest_keeps_waiting(id)) {
        push({.what = alternative::kind::hang, .event = id});
    }
    tried_ = id;
    if (g[id].exclusive) add_update(id);
}

bool exhaustive_strategy::newest_keeps_waiting(event_id read) {
    const execution_graph& g = top().g;
    const event& r = g[read];
    const event_id newest = g.newest_write(r.location);
    if (loops_.keeps_waiting(r.loop_state, g.value_of_write(r.location, newest))) return true;
    const event_id wait = wait_before(g, read);
    return wait != no_event && g[wait].displaced_by == no_event &&
           seen_by_wait(g, loops_, wait, newest);
}

fruitless exhaustive_strategy::try_older(event_id read) {
    frame& f = top();
    execution_graph& g = f.g;
    g.truncate(read + 1);
    changed_from(read);
    const std::uint32_t tried = g.rank(g[read]);
    g.forget_source(read);
    g[read].exclusive = false;
    const places range = readable(g, read);
    while (!f.alternatives.empty() && f.alternatives.back().event > read) {
        f.alternatives.pop_back();
    }
    std::uint32_t chosen = nowhere;
    if (tried > range.first) {
        chosen = read_newest(read, tried - 1, range.first);
    } else {
        make_wait(g, read);
    }
    bool may_hang = tried == range.last || newest_keeps_waiting(read);
    if (!f.alternatives.empty() && f.alternatives.back().event == read &&
        f.alternatives.back().what == alternative::kind::hang) {
        f.alternatives.pop_back();
        may_hang = true;
    }
    if (!f.alternatives.empty() && f.alternatives.back().event == read) {
        f.alternatives.back().skip = chosen;
    }
    if (chosen == nowhere) return fruitless::waits;
    if (may_hang) push({.what = alternative::kind::hang, .event = read});
    g[read].passed_over = true;
    if (g[read].exclusive) add_update(read);
    return fruitless::again;
}

void exhaustive_strategy::wait_for_revisitor() {
    frame& f = top();
    f.g.truncate(f.base_size);
    changed_from(f.revisited);
    f.alternatives.clear();
    if (f.g[f.revisited].source != no_event) f.g.forget_source(f.revisited);
    f.g[f.revisited].displaced_by = f.revisitor;
    f.g[f.revisitor].displaces = true;
    make_wait(f.g, f.revisited);
}

void exhaustive_strategy::hang_after_revisit() {
    frame& f = top();
    f.g.truncate(f.base_size);
    changed_from(f.revisited);
    std::erase_if(f.alternatives, [&](const alternative& a) { return a.event >= f.base_size; });
    f.g[f.revisited].hangs = true;
    f.g[f.revisited].exclusive = false;
}

bool exhaustive_strategy::hang(event_id read) {
    execution_graph& g = top().g;
    if (g[read].source != no_event) g.forget_source(read);
    g.read_from(read, g.newest_write(g[read].location));
    settle_read(g, read);
    g[read].exclusive = false;
    g[read].hangs = true;
    return true;
}

} // namespace heddle::strategy
