// A search divided between two processes: the one that comes to be by a fork has the same frames,
// and each of the two forgets what the other is to explore.
#include "strategy/exhaustive.hpp"

namespace heddle::strategy {

namespace {

// Splits off the second half of what is left of an alternative that stands for several.
alternative split(alternative& a) {
    alternative rest = a;
    const std::uint32_t kept = a.count() - a.count() / 2;
    if (a.what == alternative::kind::choice) {
        rest.next = a.next + kept;
        a.last = rest.next - 1;
    } else {
        rest.next = a.next - kept;
        a.last = rest.next + 1;
    }
    return rest;
}

} // namespace

std::size_t exhaustive_strategy::oldest_frame() const {
    std::size_t i = 0;
    while (i < depth_ && frames_[i]->alternatives.empty()) ++i;
    return i;
}

bool exhaustive_strategy::can_share() const {
    if (takes_share_) return false;
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < depth_ && count < 2; ++i) {
        for (const alternative& a : frames_[i]->alternatives) count += a.count();
    }
    return count >= 2;
}

void exhaustive_strategy::give_share() {
    auto& alternatives = frames_[oldest_frame()]->alternatives;
    if (alternatives.front().count() > 1) {
        split(alternatives.front());
    } else {
        alternatives.erase(alternatives.begin());
    }
}

void exhaustive_strategy::take_share() {
    takes_share_ = true;
}

void exhaustive_strategy::keep_to_share() {
    takes_share_ = false;
    const std::size_t oldest = oldest_frame();
    while (depth_ > oldest + 1) pop_frame();
    auto& alternatives = top().alternatives;
    alternatives.erase(alternatives.begin() + 1, alternatives.end());
    if (alternatives.front().count() > 1) alternatives.front() = split(alternatives.front());
}

} // namespace heddle::strategy
