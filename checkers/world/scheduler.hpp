// Which thread runs next: what the parts of the world that perform operations ask of it.
#pragma once

#include "strategy/strategy.hpp"
#include "world/state.hpp"

namespace heddle::world {

/// Whether the event has taken place in the running execution.
[[nodiscard]] inline bool performed(const graph::event& e) noexcept {
    return state->threads[e.thread].position >= e.index;
}

/// Whether the graph has events that the thread has not performed.
[[nodiscard]] inline bool has_more(const thread& t) noexcept {
    return t.position < state->graph->of_thread(t.id).size();
}

/// Runs the others until the event has been performed: reads-from must be replayed in order, so
/// that plain memory holds what it held when the event was added.
void await(thread& t, graph::event_id source);

/// The operation as something that could be added to the graph next.
[[nodiscard]] strategy::pending_operation next_of(const thread& t, const graph::operation& what);
/// Whether the thread may add its next operation at once: the others have all come to theirs, and
/// the graph would be extended by this one. What comes next must depend on nothing but the graph
/// (not on whether a checkpoint was due, for one): else the search misses executions.
[[nodiscard]] bool may_go_on(const thread& t, const strategy::pending_operation& next);
graph::event_id add_to_graph(const strategy::pending_operation& next);

/// The thread is not to run for now; `run_others` follows.
void park(thread& t);
/// The thread does nothing more in this graph.
[[noreturn]] void rest(thread& t);

} // namespace heddle::world
