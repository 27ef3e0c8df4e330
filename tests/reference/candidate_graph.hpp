// One choice of reads-from and modification orders for a litmus program: a graph to be judged by
// the axioms.
#pragma once

#include "reference/axioms.hpp"
#include "reference/execution_key.hpp"
#include "reference/litmus_semantics.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace heddle::tests {

/// Two accesses of one location by two threads, one of them a write, one of them plain.
using access_pair = std::pair<place_in_program, place_in_program>; // the smaller first

/// An instruction at its place in the program. Step 0.. in program order, thread by thread.
struct step {
    instruction code;
    std::size_t thread = 0;
    std::size_t number = 0;
    bool stuck = false; // a loop that never ends, the last step of its thread
    // Under the chosen sources:
    bool executed = false;
    int read = 0;
    std::optional<int> written{};
};

/// Where a step reads from: an initial value or another step's write.
inline constexpr std::size_t initial_value = static_cast<std::size_t>(-1);

struct candidate_graph {
    std::vector<step> steps;
    std::vector<std::size_t> source;      ///< By step.
    std::vector<std::size_t> read_event;  ///< By step; of a plain access too.
    std::vector<std::size_t> write_event; ///< By step.
    execution_graph graph{{}};

    /// Whether the step reads and writes.
    [[nodiscard]] bool updates(std::size_t i) const {
        return may_read(steps[i].code) && steps[i].written.has_value();
    }

    /// Some thread stays in a loop for ever.
    [[nodiscard]] bool is_stuck() const;

    /// A thread that loops for ever sees every write in the end.
    [[nodiscard]] bool loops_see_newest() const;

    [[nodiscard]] execution_key key() const;

    void add_races(std::set<access_pair>& found) const;

private:
    [[nodiscard]] place_in_program place_of(std::size_t i) const;

    [[nodiscard]] std::size_t event_of(std::size_t i) const;

    static bool conflict(step const& a, step const& b);
};

} // namespace heddle::tests
