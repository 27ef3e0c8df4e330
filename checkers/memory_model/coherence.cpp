#include "memory_model/coherence.hpp"

#include <algorithm>

namespace heddle::memory_model {

using namespace graph;

namespace {

// A wait in a spin loop has seen nothing.
event_id skip_waits(const execution_graph& g, event_id id) {
    while (id != no_event && is_wait(g[id])) id = g[id].previous_here;
    return id;
}

// What a read that acquires learns from its source. Unlocking a read-write lock synchronizes with
// every later lock operation if a writer held it, but only with later writers if a reader did
// [C++20 thread.sharedmutex.requirements]: a reader learns what the last writer left, and nothing
// from the readers since.
clock_id message_for(const execution_graph& g, const event& read) {
    event_id w = read.source;
    if (read.code == operation_code::read_lock || read.code == operation_code::try_read_lock) {
        const auto& order = g.at(read.location).order;
        while (w != initial_write && g[w].code != operation_code::write_unlock) {
            w = order[g[w].place - std::size_t{1}];
        }
    }
    return w == initial_write ? 0 : g[w].message;
}

} // namespace

std::uint32_t coherence_floor(const execution_graph& g, location_id location, thread_id thread,
                              clock_id clock, event_id before) {
    before = skip_waits(g, before);
    std::uint32_t floor = before == no_event ? 0 : g.rank(g[before]);
    const graph::location& l = g.at(location);
    const auto& last = l.last;
    const std::uint32_t* known = g.clocks()[clock];
    const auto threads =
        static_cast<thread_id>(std::min<std::size_t>(last.size(), g.thread_bound()));
    for (thread_id t = 0; t < threads; ++t) {
        if (t == thread) continue;
        if (last[t] == no_event) continue;
        const event_id id = skip_waits(g, g.newest_here(l, t, known[t]));
        if (id != no_event) floor = std::max(floor, g.rank(g[id]));
    }
    return floor;
}

void receive(execution_graph& g, event_id read) {
    event& r = g[read];
    if (r.source == initial_write) return;
    const event& w = g[r.source];
    const clock_id message = message_for(g, r);
    if (message != 0) {
        if (acquires(r.order)) {
            r.happens_before = g.clocks().join(r.happens_before, message);
        } else if (g.at(r.location).atomic) { // fences are about atomics only
            r.pending_acquire = g.clocks().join(r.pending_acquire, message);
        }
    }
    if (w.thread != r.thread) r.causal = g.clocks().learn(r.causal, w.causal, w.thread, w.index);
}

void publish(execution_graph& g, event_id write) {
    event& w = g[write];
    if (releases(w.order)) {
        w.message = g.clocks().with_component(w.happens_before, w.thread, w.index);
    } else {
        w.message = g.at(w.location).atomic ? w.release_fence : 0;
    }
    if (!w.exclusive) return;
    const event& r = g[g.of_thread(w.thread)[w.index - 2]];
    if (r.source != initial_write) w.message = g.clocks().join(w.message, g[r.source].message);
}

void cross_fence(execution_graph& g, event_id fence) {
    event& f = g[fence];
    if (acquires(f.order)) f.happens_before = g.clocks().join(f.happens_before, f.pending_acquire);
    if (releases(f.order)) {
        f.release_fence = g.clocks().with_component(f.happens_before, f.thread, f.index);
    }
}

void follow(execution_graph& g, event_id event, event_id source, bool causal_only) {
    auto& e = g[event];
    e.source = source;
    const auto& s = g[source];
    if (s.thread == e.thread) return;
    const bool alike = e.causal == e.happens_before && s.causal == s.happens_before;
    e.causal = g.clocks().learn(e.causal, s.causal, s.thread, s.index);
    if (causal_only) return;
    if (alike) {
        e.happens_before = e.causal;
    } else {
        e.happens_before = g.clocks().learn(e.happens_before, s.happens_before, s.thread, s.index);
    }
}

} // namespace heddle::memory_model
