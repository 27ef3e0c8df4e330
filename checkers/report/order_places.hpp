/// @file
/// The places in the source where a program's atomic operations stand, and the orders that each
/// might have instead: what `heddle orders` tries.
#pragma once

#include "report/run_report.hpp"
#include "report/source_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace heddle::report {

/// The orders of one operation; `failure` is empty but for a compare_exchange.
struct order_pair {
    std::string success;
    std::string failure;

    friend bool operator==(const order_pair&, const order_pair&) = default;
};

/// `acquire`, or `acq_rel, relaxed on failure`.
[[nodiscard]] std::string to_string(const order_pair& orders);

/// One operation in the source. Where the compiler has copied its code, into several functions say,
/// it is one all the same; so are operations of a kind and order that share a line.
struct order_place {
    std::string file; ///< as shown
    std::string source_file;
    unsigned line = 0;
    std::string function; ///< that it stands in
    std::string operation;
    order_pair orders;
    std::vector<std::uint64_t> calls; ///< the `pc` of each of its copies
    std::vector<std::size_t> models;  ///< those that come by, by index

    [[nodiscard]] std::string location() const;
};

/// Adds the places of one model's operations. Those of the library's own code, a shared pointer's
/// for one, are none: the program cannot change them.
void add_places(std::vector<order_place>& places, std::size_t model,
                const std::vector<order_site>& sites);

/// How many of one model's operations have no line in the debugging information, and so no place.
[[nodiscard]] std::size_t without_place(const std::vector<order_site>& sites);

/// By file and line.
void sort_places(std::vector<order_place>& places);

/// The orders that are one step weaker: `relaxed` has none, `acq_rel` has two.
[[nodiscard]] std::vector<order_pair> weaker_orders(const order_place& place);

/// The orders that are one step stronger.
[[nodiscard]] std::vector<order_pair> stronger_orders(const std::string& operation,
                                                      const order_pair& orders);

/// The strongest order of an operation: `seq_cst`.
[[nodiscard]] order_pair strongest_orders(const order_pair& orders);

/// What the source says about an order that is stronger than any model asks for: what follows
/// `order kept:` in a comment on the line of the operation, or in those directly above it. Empty
/// when it says nothing.
[[nodiscard]] std::string reason_kept(const order_place& place, source_text& source);

} // namespace heddle::report
