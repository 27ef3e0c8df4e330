#include "axioms.hpp"

namespace heddle::tests {

namespace {

bool acquires(event const& e) {
    return (e.kind == event::type::read || e.kind == event::type::fence) &&
           (e.order == std::memory_order_acquire || e.order == std::memory_order_acq_rel ||
            e.order == std::memory_order_seq_cst);
}

bool releases(event const& e) {
    return (e.kind == event::type::write || e.kind == event::type::fence) &&
           (e.order == std::memory_order_release || e.order == std::memory_order_acq_rel ||
            e.order == std::memory_order_seq_cst);
}

/// From-read (the paper's rb): from a read to the writes that come after the one it read.
relation from_read(execution_graph const& graph) {
    return filter(graph.rf.inverse().then(graph.mo),
                  [](std::size_t a, std::size_t b) { return a != b; });
}

bool atomic_updates(execution_graph const& graph, relation const& rb) {
    auto const between = rb.then(graph.mo);
    auto const& rmw = graph.rmw;
    for (std::size_t i = 0; i != rmw.size(); ++i) {
        for (std::size_t j = 0; j != rmw.size(); ++j) {
            if (rmw.has(i, j) && between.has(i, j)) {
                return false;
            }
        }
    }
    return true;
}

relation synchronizes_with(execution_graph const& graph) {
    auto const size = graph.events.size();
    auto const select = [&](auto holds) {
        return identity_on(size, [&](std::size_t i) { return holds(graph.events[i]); });
    };
    auto const release = select(releases);
    auto const acquire = select(acquires);
    auto const fences = select([](event const& e) { return e.kind == event::type::fence; });
    auto const writes = select([](event const& e) { return e.kind == event::type::write; });
    auto const to_write =
        release.then(fences.then(graph.sb) | identity_on(size, [](std::size_t) { return true; }));
    auto const to_acquire =
        (graph.sb.then(fences) | identity_on(size, [](std::size_t) { return true; })).then(acquire);
    auto const release_sequence =
        writes.then(graph.rf.then(graph.rmw).transitive_closure().reflexive_closure());
    return to_write.then(release_sequence).then(graph.rf).then(to_acquire);
}

} // namespace

relation happens_before(execution_graph const& graph) {
    return (graph.sb | synchronizes_with(graph)).transitive_closure();
}

bool sc_consistent(execution_graph const& graph) {
    auto const rb = from_read(graph);
    return atomic_updates(graph, rb) && (graph.sb | graph.rf | graph.mo | rb).acyclic();
}

bool rc11_consistent(execution_graph const& graph) {
    auto const size = graph.events.size();
    auto const& events = graph.events;
    auto const& sb = graph.sb;

    if (!(sb | graph.rf).acyclic()) { // no thin air
        return false;
    }
    auto const rb = from_read(graph);
    if (!atomic_updates(graph, rb)) {
        return false;
    }
    auto const eco = (graph.rf | graph.mo | rb).transitive_closure();
    auto const hb = happens_before(graph);
    if (!hb.then(eco.reflexive_closure()).irreflexive()) { // coherence
        return false;
    }

    auto const same_location = [&](std::size_t a, std::size_t b) {
        return events[a].kind != event::type::fence && events[b].kind != event::type::fence &&
               events[a].location == events[b].location;
    };
    auto const sb_elsewhere = filter(sb, [&](auto a, auto b) { return !same_location(a, b); });
    auto const scb =
        sb | sb_elsewhere.then(hb).then(sb_elsewhere) | filter(hb, same_location) | graph.mo | rb;
    auto const sc = [&](std::size_t i) { return events[i].order == std::memory_order_seq_cst; };
    auto const sc_event = identity_on(size, sc);
    auto const sc_fence = identity_on(
        size, [&](std::size_t i) { return sc(i) && events[i].kind == event::type::fence; });
    auto const hb_or_same = hb.reflexive_closure();
    auto const psc_base =
        (sc_event | sc_fence.then(hb_or_same)).then(scb).then(sc_event | hb_or_same.then(sc_fence));
    auto const psc_fence = sc_fence.then(hb | hb.then(eco).then(hb)).then(sc_fence);
    return (psc_base | psc_fence).acyclic();
}

} // namespace heddle::tests
