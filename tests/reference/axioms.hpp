// The axioms of RC11 and of sequential consistency, over one execution graph.
//
// RC11: Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing Sequential Consistency in C/C++11", PLDI
// 2017. Departure: a release sequence is C++20's (P0982), a write and the chain of
// read-modify-writes after it; stores of the same thread are not part of it.
#pragma once

#include "relation.hpp"

#include <atomic>
#include <cstddef>
#include <vector>

namespace heddle::tests {

/// A read-modify-write is two events, a read and the write that follows it, related by
/// `execution_graph::rmw`.
struct event {
    enum class type { read, write, fence, plain_read, plain_write };
    type kind = type::fence;
    bool initial = false;
    std::size_t thread = 0;
    std::size_t location = 0;
    std::memory_order order = std::memory_order_relaxed;
};

struct execution_graph {
    explicit execution_graph(std::vector<event> list)
        : events{std::move(list)},
          sb{events.size()},
          rmw{events.size()},
          rf{events.size()},
          mo{events.size()} {}

    std::vector<event> events;
    relation sb;  ///< Sequenced before, transitive; initial writes come before everything else.
    relation rmw; ///< From the read to the write of one read-modify-write.
    relation rf;  ///< Reads-from: from the write to the read.
    relation mo;  ///< Modification order, transitive, one total order a location.
};

/// Plain accesses have a place in program order only: in a graph without races, what they read and
/// where they write follows from happens-before.
bool rc11_consistent(execution_graph const& graph);
bool sc_consistent(execution_graph const& graph);

/// RC11's happens-before.
relation happens_before(execution_graph const& graph);

} // namespace heddle::tests
