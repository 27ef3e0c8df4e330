// Which writes may a read see, and where may a write go in modification order?
//
// Coherence and atomicity of updates are the same in every model here and are decided by ranks and
// happens-before (coherence.hpp). What differs is a model's axiom about sequential consistency.
#pragma once

#include "graph/execution_graph.hpp"

namespace heddle::memory_model {

class memory_model {
public:
    virtual ~memory_model() = default;
    [[nodiscard]] virtual const char* name() const noexcept = 0;

    /// Whether the graph, consistent before `newest` was added (or given a new source or place),
    /// still is. `newest` is the last event of its thread and nothing happens after it. Reading
    /// from the newest write, or writing last, is always consistent and need not be asked about.
    [[nodiscard]] virtual bool consistent(const graph::execution_graph& g,
                                          graph::event_id newest) const = 0;
};

[[nodiscard]] const memory_model& rc11();
[[nodiscard]] const memory_model& sequential_consistency();

} // namespace heddle::memory_model
