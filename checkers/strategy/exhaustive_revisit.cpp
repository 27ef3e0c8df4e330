// Backward revisits: a new write gives itself to an earlier read, in a graph of its own that keeps
// what came before the read and what the write depends on.
#include "strategy/exhaustive.hpp"
#include "strategy/extension.hpp"
#include "strategy/maximality.hpp"
#include "strategy/wait.hpp"

#include <algorithm>
#include <array>

namespace heddle::strategy {

using namespace graph;

namespace {

// A timed waiter reads the notification that chose it, or a state in which it still waits.
bool can_wake_by(const execution_graph& g, const event& waiter, event_id write) {
    const std::uint64_t bit = waiter_bit(waiter.thread);
    if ((g[write].written.low & bit) != 0) return true;
    return g[write].exclusive && (g[write].seen.low & bit) != 0;
}

// The events from `first` on that a write does not depend on, newest first. Mostly they are most of
// those events, and looking at each is fastest; but those that it does depend on may be many more,
// and then the threads' lists are merged.
class unrelated_events {
public:
    unrelated_events(const execution_graph& g, const event& write, event_id first)
        : g_(g), write_(write), known_(g.clocks()[write.causal]), first_(first), next_(g.size()) {
        std::size_t total = 0;
        for (thread_id t = 0; t < g.thread_bound(); ++t) {
            const auto& events = g.of_thread(t);
            const std::size_t known = t == write.thread ? events.size() : known_[t];
            if (known >= events.size()) continue;
            rests_[count_++] = {events.data() + known, events.data() + events.size()};
            total += events.size() - known;
        }
        merges_ = total * 8 < next_ - first_;
    }

    // no_event after the last.
    event_id next() { return merges_ ? next_merged() : next_seen(); }

private:
    event_id next_seen() {
        while (next_ > first_) {
            const event& e = g_[--next_];
            if (e.thread != write_.thread && e.index > known_[e.thread]) return next_;
        }
        return no_event;
    }

    event_id next_merged() {
        rest* newest = nullptr;
        for (std::size_t i = 0; i < count_; ++i) {
            rest& r = rests_[i];
            if (r.begin != r.end && (newest == nullptr || r.end[-1] > newest->end[-1])) newest = &r;
        }
        if (newest == nullptr || newest->end[-1] < first_) return no_event;
        return *--newest->end;
    }

    struct rest {
        const event_id* begin;
        const event_id* end;
    };

    const execution_graph& g_;
    const event& write_;
    const std::uint32_t* known_;
    event_id first_;
    event_id next_;
    bool merges_ = false;
    std::array<rest, max_threads> rests_; // the first count_ are in use
    std::size_t count_ = 0;
};

} // namespace

void exhaustive_strategy::find_revisits(event_id write, event_id conflict) {
    execution_graph& g = top().g;
    const event& w = g[write];
    // No read before this one can be given `write`.
    event_id earliest = no_event;
    const location& l = g.at(w.location);
    for (thread_id t = 0; t < l.last.size(); ++t) {
        if (t == w.thread || l.last[t] == no_event) continue;
        earliest = std::min(earliest, g.oldest_here_after(l, t, g.clocks().at(w.causal, t)));
    }
    if (earliest == no_event) return;
    unrelated_events others(g, w, earliest);
    for (event_id id = others.next(); id != no_event; id = others.next()) {
        const event& e = g[id];
        if (!maximally_added(g, id, w)) return;
        if (!is_revisitable(e) || e.location != w.location) continue;
        if (conflict != no_event && id > conflict) continue;
        if (e.code == operation_code::condition_timed_wake && !can_wake_by(g, e, write)) continue;
        if (e.loop_state != 0 && seen_by_wait(g, wait_before(g, id), write)) continue;
        push({.what = alternative::kind::revisit,
              .conflicting = id == conflict,
              .event = write,
              .read = id});
    }
}

bool exhaustive_strategy::revisit(const alternative& a) {
    const event_id read = a.read;
    const event_id write = a.event;
    frame& parent = top();
    const bool waits = loops_.keeps_waiting(parent.g[read].loop_state, parent.g[write].written);
    frame& child = push_frame();
    const execution_graph& old = parent.g;
    child.g.restrict_to(old, read, write, renamed_);
    changed_from(read);
    child.shared = read;
    child.revisited = renamed_[read];
    child.revisitor = renamed_[write];
    replace_exhausted_parent();
    child.base_clocks = clocks_.size();
    execution_graph& g = child.g;
    const event_id revisited = child.revisited;
    const event_id revisitor = child.revisitor;
    g.forget_source(revisited);
    g.remove_write(revisitor);
    g[revisitor].place = 0;
    child.base_size = g.size();
    const std::uint32_t seen_by_read = readable(g, revisited).first;
    if (g[revisitor].exclusive) {
        const event_id half = read_half(g, revisitor);
        const std::uint32_t place = g.rank(g[half]) + 1;
        if (place <= seen_by_read || conflict_of(g, half) != no_event) return false;
        g.insert_write(revisitor, place);
        if (waits) return wait_for_revisitor();
        g.read_from(revisited, revisitor);
        if (g.newest_write(g[revisitor].location) == revisitor || model_.consistent(g, revisitor)) {
            if (resume_revisited()) return true;
        }
        // The read's own update may have left revisits of its own to try.
        return false;
    }
    places range = writable(g, revisitor);
    if (waits) {
        g.insert_write(revisitor, range.last);
        return wait_for_revisitor();
    }
    range.first = std::max(range.first, seen_by_read + 1);
    if (!g.at(g[revisitor].location).atomic) range.first = range.last;
    if (range.last > range.first) {
        push({.what = alternative::kind::place,
              .event = revisitor,
              .next = range.last - 1,
              .last = range.first});
    }
    g.insert_write(revisitor, range.last);
    g.read_from(revisited, revisitor);
    return resume_revisited();
}

bool exhaustive_strategy::resume_revisited() {
    frame& f = top();
    execution_graph& g = f.g;
    clocks_.truncate(f.base_clocks);
    event& r = g[f.revisited];
    r.seen = g.value_of_write(r.location, r.source);
    settle_read(g, f.revisited);
    const event_id newest = g.newest_write(r.location);
    if (newest != f.revisitor && !model_.consistent(g, f.revisited)) return false;
    return complete_updates();
}

bool exhaustive_strategy::complete_updates() {
    execution_graph& g = top().g;
    for (thread_id t = 0; t < g.thread_bound(); ++t) {
        const event_id last = g.last_of(t);
        if (last == no_event || !is_read(g[last]) || !g[last].exclusive) continue;
        if (!add_update(last)) return false;
        const event_id write = g.last_of(t);
        if (g.newest_write(g[write].location) != write && !model_.consistent(g, write))
            return false;
    }
    return true;
}

} // namespace heddle::strategy
