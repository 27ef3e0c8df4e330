// The ways in which an operation can be added at the end of a graph, for strategies that never go
// back to change a read: they find every execution by adding operations in every order.
//
// Every consistent graph is found so: each of its prefixes along program order and reads-from is
// consistent as well, and adding them in such an order never needs a source that is not there yet.
#pragma once

#include "strategy/extension.hpp"

#include <vector>

namespace heddle::strategy {

struct variant {
    std::uint32_t place = 0; // of the write that is read, or that is written
    std::uint32_t choice = 0;
    bool waits = false; // a read in a spin loop that sees the newest write, which keeps it there
};

/// Whether the operation would find its object taken.
[[nodiscard]] bool blocks(const graph::execution_graph& g, const pending_operation& p);
/// Whether the newest write is known to keep this thread in its spin loop.
[[nodiscard]] bool spins(const graph::execution_graph& g, loop_memory& loops,
                         const pending_operation& p);

/// Appends to `into` the consistent ways to add an operation that is enabled and does not block,
/// the newest place first, without those that are known to keep its thread in a spin loop.
void list_variants(graph::execution_graph& g, const memory_model::memory_model& model,
                   loop_memory& loops, const pending_operation& p, std::vector<variant>& into);

/// Adds the operation in one of these ways, or, if it blocks, as a blocked attempt.
graph::event_id add_variant(graph::execution_graph& g, const pending_operation& p,
                            graph::value initial, const variant& v);

/// Undoes what the read, which is the last operation of the graph, has read and written. False when
/// it is not the last.
bool forget_last_read(graph::execution_graph& g, graph::event_id read);

} // namespace heddle::strategy
