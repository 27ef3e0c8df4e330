// The engine without the rest of Heddle: its strategies, its graphs and its memory models, asked by
// a small interpreter of litmus programs instead of by running machine code.
#pragma once

#include "support/litmus_program.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace heddle::tests {

enum class model { rc11, sc };

struct visited_graphs {
    std::vector<std::string> executions; ///< Their names, in the order of the visits.
    std::uint64_t unfinished = 0;        ///< Executions in which some thread could not go on.
    bool exhausted = false;              ///< The search came to its end by itself.
    std::size_t parts = 1;               ///< Into how many the search was divided.
};

/// Every execution that the exhaustive strategy visits. For programs without loops and plain
/// accesses. Which thread goes on is the strategy's choice, or, with an `order` other than 0,
/// drawn: it must make no difference.
visited_graphs explore_with_engine(litmus_program const& program, model which,
                                   std::uint32_t order = 0);

/// The same, by a search that is divided again and again, as among processes: by chance, one
/// execution in `rarity`.
visited_graphs explore_in_parts(litmus_program const& program, model which, std::uint32_t rarity);

/// What random descents into the tree of executions say of the number of its leaves.
std::vector<double> probe_with_engine(litmus_program const& program, model which,
                                      std::size_t descents);

} // namespace heddle::tests
