// Random litmus programs for RapidCheck, which shrinks one that shows a mistake to a small one.
#pragma once

#include "support/litmus_program.hpp"

#include <rapidcheck.h>

#include <iosfwd>
#include <vector>

namespace heddle::tests {

/// What an operation is made from: numbers, of which zero is the plainest choice each.
struct operation_genes {
    int kind = 0; ///< 0: no operation at all
    int thread = 0;
    int location = 0;
    int order = 0;
    int value = 0;
    int desired = 0;
    int flow = 0;  ///< Whether a value comes from an earlier read, and from which one.
    int guard = 0; ///< Whether it depends on an earlier read, and how.
};

/// Straight-line and branching code of up to four threads and three locations.
struct random_program {
    int locations = 1;
    int style = 0; ///< All mixed; or many fences; or many seq_cst operations.
    std::vector<operation_genes> operations;

    /// Only atomics; all orders, fences, read-modify-writes, values that flow.
    [[nodiscard]] litmus_program build() const;
    /// The same, and some accesses are plain: of locations that only those access, and reads of
    /// atomic ones.
    [[nodiscard]] litmus_program build_with_plain_accesses() const;
};

void showValue(random_program const& program, std::ostream& out);

/// Programs of at most this many operations.
rc::Gen<random_program> random_programs(std::size_t operations);

} // namespace heddle::tests
