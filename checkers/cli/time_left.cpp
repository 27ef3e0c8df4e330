#include "cli/time_left.hpp"

#include <algorithm>
#include <cmath>

namespace heddle::cli {

std::optional<interval> leaves(const descents& all, double done) {
    if (all.count < 100 || all.largest > all.sum / 20) return {};
    const double mean = all.sum / all.count;
    const double variance = std::max(0.0, all.squares / all.count - mean * mean);
    const double error = std::sqrt(variance / (all.count - 1));
    if (done > mean + 3 * error) return {};
    return interval{std::max(done, mean - 3 * error), mean + 3 * error};
}

std::optional<interval> time_left(const descents& all, double done, double seconds) {
    if (done <= 0) return {};
    auto result = leaves(all, done);
    if (!result) return {};
    const double pace = done / seconds;
    result->low = (result->low - done) / pace;
    result->high = (result->high - done) / pace;
    return result;
}

} // namespace heddle::cli
