// Coherence: no thread sees a location's modification order run backwards.
// [C++20 intro.races 14-17; RC11's axiom COHERENCE, irreflexive(hb; eco?)]
#pragma once

#include "graph/execution_graph.hpp"

namespace heddle::memory_model {

/// The newest place of `location` that an event of `thread`, which knows what `clock` says, has
/// seen: it may read from there on, and write only after it. `before` is the event's own previous
/// event at the location (no_event if none).
[[nodiscard]] std::uint32_t coherence_floor(const graph::execution_graph& g,
                                            graph::location_id location, graph::thread_id thread,
                                            graph::clock_id clock, graph::event_id before);

/// What a thread learns from reading `source` with its order: fills in the read's clocks.
void receive(graph::execution_graph& g, graph::event_id read);
/// What a write publishes: fills in the write's message (C++20 release sequences: the write and the
/// updates that follow it, P0982).
void publish(graph::execution_graph& g, graph::event_id write);
/// The effect of a fence on its thread's clocks.
void cross_fence(graph::execution_graph& g, graph::event_id fence);
/// An event that waited for `source`: synchronizes with it, or (`causal_only`) merely follows it.
void follow(graph::execution_graph& g, graph::event_id event, graph::event_id source,
            bool causal_only);

} // namespace heddle::memory_model
