// How many consistent execution graphs has a litmus program? By brute force: every reads-from,
// every modification order, each graph judged by the axioms. Shares nothing with Heddle's engine,
// which it is there to check.
#pragma once

#include "support/litmus_program.hpp"

#include <cstdint>

namespace heddle::tests {

struct graph_counts {
    std::uint64_t rc11 = 0;
    std::uint64_t sc = 0;
    bool rc11_livelock = false;
    bool sc_livelock = false;
};

/// The graphs that RC11 allows, and those that sequential consistency allows. Two graphs differ
/// when their reads-from or one of their modification orders does. A loop counts as the operation
/// that ends it. There is a livelock when some threads may stay in a loop for ever, the newest
/// write at hand not ending it.
/// @throws std::invalid_argument when the program has more than 64 events.
graph_counts count_graphs(litmus_program const& program);

} // namespace heddle::tests
