// All candidate execution graphs of a litmus program, one after the other.
#pragma once

#include "reference/candidate_graph.hpp"

#include <functional>

namespace heddle::tests {

/// Hands every graph to be judged to a visitor. @throws std::invalid_argument when the program has
/// more than 64 events.
void for_each_candidate(litmus_program const& program,
                        std::function<void(candidate_graph const&)> const& visit);

} // namespace heddle::tests
