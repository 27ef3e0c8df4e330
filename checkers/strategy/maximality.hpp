// When a write may give itself to an earlier read: TruSt's condition that keeps every execution
// from being reached twice.
#pragma once

#include "strategy/extension.hpp"

namespace heddle::strategy {

/// Whether the event was added as it is by default, given the events before it and those in the
/// causal prefix of `write`: it would be added so again if it were deleted.
[[nodiscard]] bool maximally_added(const graph::execution_graph& g, graph::event_id id,
                                   const graph::event& write);

} // namespace heddle::strategy
