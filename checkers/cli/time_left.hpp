/// @file
/// How long a search will go on, from random descents into its tree.
#pragma once

#include <limits>
#include <optional>

namespace heddle::cli {

/// What descents have said of the number of leaves: Knuth, "Estimating the Efficiency of Backtrack
/// Programs", 1975. Each descent's figure is right on average, but they may differ by orders of
/// magnitude.
struct descents {
    double count = 0;
    double sum = 0;     ///< of their figures
    double squares = 0; ///< of their figures' squares
};

struct interval {
    double low = 0;
    double high = std::numeric_limits<double>::infinity();
};

/// The number of leaves: the mean figure, plus and minus twice its standard error, but not below
/// `done`, the number of those that have been seen. There is no upper bound when the error is so
/// large that the mean says little. Nothing when there were fewer than 30 descents.
[[nodiscard]] std::optional<interval> leaves(const descents& all, double done);

/// The seconds that the rest takes, at the pace of the search so far.
[[nodiscard]] std::optional<interval> time_left(const descents& all, double done, double seconds);

} // namespace heddle::cli
