// The consistent execution graphs of a litmus program. By brute force: every reads-from, every
// modification order, each graph judged by the axioms. Shares nothing with Heddle's engine, which
// it is there to check.
#pragma once

#include "reference/candidate_graph.hpp"
#include "support/litmus_program.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace heddle::tests {

/// Two graphs differ when their reads-from or one of their modification orders does. A loop counts
/// as the operation that ends it. There is a livelock when some threads may stay in a loop for
/// ever, the newest write at hand not ending it.
struct graph_counts {
    std::uint64_t rc11 = 0;
    std::uint64_t sc = 0;
    bool rc11_livelock = false;
    bool sc_livelock = false;
};

/// The graphs that RC11 allows, and those that sequential consistency allows, by name, sorted.
struct graph_sets {
    std::vector<std::string> rc11;
    std::vector<std::string> sc;
};

/// @throws std::invalid_argument when the program has more than 64 events.
graph_counts count_graphs(litmus_program const& program);
/// For programs without loops. @throws as count_graphs.
graph_sets sets_of_graphs(litmus_program const& program);
/// The pairs that no happens-before orders in some graph that RC11 allows. @throws as count_graphs.
std::set<access_pair> racing_pairs(litmus_program const& program);

/// How many graphs there are to be judged, at most.
double candidates(litmus_program const& program);

} // namespace heddle::tests
