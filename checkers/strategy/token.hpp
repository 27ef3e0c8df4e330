// A replay token: one execution, written down as the order of its steps and what each one saw.
//
// For each step: thread * 4 + flags, then, if flag 1 is set, how many newer writes (or places) it
// passed over, and if flag 2 is set, its choice. Numbers are little-endian, five bits a character.
#pragma once

#include "graph/execution_graph.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace heddle::strategy {

struct token_step {
    graph::thread_id thread = 0;
    std::uint32_t distance = 0;
    std::uint32_t choice = 0;
};

/// The events of a graph in an order that respects program order and reads-from, and modification
/// order and from-reads too wherever it can, with few context switches. Write halves of updates are
/// left out: they follow their read halves.
[[nodiscard]] std::vector<graph::event_id> linearize(const graph::execution_graph& g);

[[nodiscard]] std::string encode(const graph::execution_graph& g,
                                 const std::vector<graph::event_id>& order);
/// @throws std::invalid_argument when the text is not a token.
[[nodiscard]] std::vector<token_step> decode(const std::string& text);

} // namespace heddle::strategy
