// Reads in spin loops. By default one sees the newest write, if that lets its thread go on; else
// the thread waits. (A default that reads from an older write might not do: what comes later need
// not be consistent with it.)
#include "strategy/exhaustive.hpp"
#include "strategy/extension.hpp"
#include "strategy/wait.hpp"

namespace heddle::strategy {

using namespace graph;

fruitless exhaustive_strategy::repeats(event_id read, bool always) {
    const event& r = top().g[read];
    if (always) {
        loops_.remember(r.loop_state, r.seen);
    } else {
        loops_.remember_unsteady(r.loop_state);
    }
    if (read == tried_) {
        wait_instead(read);
        return fruitless::waits;
    }
    if (read != top().revisited) return fruitless::abandon;
    return wait_for_revisitor() ? fruitless::restart : fruitless::abandon;
}

void exhaustive_strategy::add_loop_read(event_id id) {
    execution_graph& g = top().g;
    const places range = readable(g, id);
    const bool reads = may_read_newest(id);
    if (range.last > range.first || !reads) {
        push({.what = alternative::kind::source,
              .event = id,
              .next = range.last,
              .last = range.first,
              .skip = reads ? range.last : nowhere});
    }
    if (!reads) {
        make_wait(g, id);
        return;
    }
    g.read_from(id, g.newest_write(g[id].location));
    settle_read(g, id);
    tried_ = id;
    if (g[id].exclusive) add_update(id);
}

bool exhaustive_strategy::may_read_newest(event_id read) {
    const execution_graph& g = top().g;
    const event& r = g[read];
    const event_id newest = g.newest_write(r.location);
    return !seen_by_wait(g, wait_before(g, read), newest) &&
           !loops_.keeps_waiting(r.loop_state, g.value_of_write(r.location, newest));
}

void exhaustive_strategy::wait_instead(event_id read) {
    frame& f = top();
    execution_graph& g = f.g;
    g.truncate(read + 1);
    changed_from(read);
    while (!f.alternatives.empty() && f.alternatives.back().event > read) {
        f.alternatives.pop_back();
    }
    g.forget_source(read);
    make_wait(g, read);
}

bool exhaustive_strategy::wait_for_revisitor() {
    frame& f = top();
    execution_graph& g = f.g;
    g.truncate(f.base_size);
    changed_from(f.revisited);
    f.alternatives.clear();
    // What it might go on to see is decided by the newest of the writes that were there, so that
    // one in between makes no difference (see seen_by_wait).
    if (g.newest_write(g[f.revisitor].location) != f.revisitor) return false;
    if (g[f.revisited].source != no_event) g.forget_source(f.revisited);
    g[f.revisited].displaced_by = f.revisitor;
    g[f.revisitor].displaces = true;
    make_wait(g, f.revisited);
    return complete_updates();
}

} // namespace heddle::strategy
