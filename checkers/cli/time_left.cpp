#include "cli/time_left.hpp"

#include <algorithm>
#include <cmath>

namespace heddle::cli {

std::optional<interval> leaves(const descents& all, double done) {
    if (all.count < 30) return {};
    const double mean = all.sum / all.count;
    const double variance = std::max(0.0, all.squares / all.count - mean * mean);
    const double error = std::sqrt(variance / (all.count - 1));
    interval result;
    result.low = std::max(done, mean - 2 * error);
    if (2 * error < mean) result.high = std::max(done, mean + 2 * error);
    return result;
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
