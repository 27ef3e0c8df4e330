/// @file
/// What `heddle orders` found out.
#pragma once

#include "report/json_report.hpp"
#include "report/order_places.hpp"
#include "report/style.hpp"

#include <string>
#include <vector>

namespace heddle::report {

/// What became of one place when its orders were one step weaker.
struct weakening {
    enum class result {
        needed,     ///< a model failed
        kept,       ///< no model failed, but the source says why the order is there
        too_strong, ///< no model failed
        undecided   ///< no model failed, but the search of one did not end
    };
    order_pair orders;
    result what = result::too_strong;
    std::string model{};   ///< that failed, or was not decided
    std::string verdict{}; ///< its verdict
    std::string message{}; ///< of the bug, or why there is no end
    std::string location{};
    std::string kept{}; ///< the source's reason
};

struct examined_place {
    order_place place;
    std::vector<weakening> weaker; ///< each way; none when the orders cannot be weaker
};

/// Orders that make a model pass which fails as it is.
struct strengthening {
    std::string model;
    std::string verdict; ///< as it is
    bool is_possible = false;
    bool is_smallest = false; ///< no fewer steps would do; else none of these could be left out
    std::string verdict_at_strongest{}; ///< when it is not possible
    std::vector<std::pair<order_place, order_pair>> changes{};
};

struct orders_result {
    std::vector<std::string> models;
    std::vector<examined_place> places;
    std::vector<strengthening> failing;
    /// How many operations of a model, at most, have no place: their orders were left as they are.
    std::size_t without_place = 0;

    /// Whether every order is as weak as it can be, or has a reason.
    [[nodiscard]] bool is_minimal() const;
    /// Whether a search came to no end, or an operation has no place.
    [[nodiscard]] bool is_undecided() const;
};

[[nodiscard]] std::string orders_text(const orders_result& result, const style& colours);
[[nodiscard]] json_document orders_json(const orders_result& result);

} // namespace heddle::report
