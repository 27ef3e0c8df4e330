/// @file
/// How long a search will go on, from random descents into its tree.
#pragma once

#include <optional>

namespace heddle::cli {

/// What descents have said of the number of leaves: Knuth, "Estimating the Efficiency of Backtrack
/// Programs", 1975. Each descent's figure is right on average, but they may differ by orders of
/// magnitude.
struct descents {
    double count = 0;
    double sum = 0;     ///< of their figures
    double squares = 0; ///< of their figures' squares
    double largest = 0;
};

struct interval {
    double low = 0;
    double high = 0;
};

/// The number of leaves: the mean figure, plus and minus three times its standard error, but not
/// below `done`, the number of those that have been seen.
///
/// Nothing when that would say more than is known: when there were fewer than 100 descents; when
/// one of them makes up more than a twentieth of the sum, for then larger ones are rare, and
/// missing (as where threads race to update one variable: the tree is lopsided); or when more
/// leaves have been seen than there should be.
[[nodiscard]] std::optional<interval> leaves(const descents& all, double done);

/// The seconds that the rest takes, at the pace of the search so far.
[[nodiscard]] std::optional<interval> time_left(const descents& all, double done, double seconds);

} // namespace heddle::cli
