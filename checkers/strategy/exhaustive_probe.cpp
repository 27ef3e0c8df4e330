// Random descents into the tree, to learn how large it is.
#include "strategy/exhaustive.hpp"

namespace heddle::strategy {

void exhaustive_strategy::probe(std::uint64_t seed) {
    start_over();
    probes_ = true;
    diverted_ = false;
    ways_ = 1;
    probed_ = 0;
    numbers_ = random_numbers(seed);
}

void exhaustive_strategy::descend(bool goes_on) {
    diverted_ = false;
    auto& all = top().alternatives;
    std::uint64_t count = 0;
    for (const alternative& a : all) count += a.count();
    const std::uint64_t ways = count + (goes_on ? 1 : 0);
    if (ways > 1) ways_ *= static_cast<double>(ways);
    std::uint64_t drawn = ways == 0 ? 0 : numbers_.below(ways);
    if (drawn >= count) {
        all.clear();
        return;
    }
    std::size_t i = 0;
    for (; drawn >= all[i].count(); ++i) drawn -= all[i].count();
    alternative chosen = all[i];
    const auto step = static_cast<std::uint32_t>(drawn);
    chosen.next = chosen.what == alternative::kind::choice    ? chosen.next + step
                  : chosen.what == alternative::kind::revisit ? chosen.next
                                                              : chosen.next - step;
    if (chosen.what != alternative::kind::revisit) chosen.last = chosen.next;
    all.assign(1, chosen);
    diverted_ = true;
}

} // namespace heddle::strategy
