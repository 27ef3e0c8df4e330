// Random choices, the same for the same seed on every machine: std::mt19937 only, none of the
// library's distributions.
#pragma once

#include <cstdint>
#include <random>

namespace heddle::tests {

class dice {
public:
    explicit dice(std::uint32_t seed) : random_{seed} {}

    /// 0 … sides-1.
    std::uint32_t roll(std::uint32_t sides) {
        return static_cast<std::uint32_t>(random_() % sides);
    }

    bool chance(std::uint32_t percent) { return roll(100) < percent; }

    template <class Sequence>
    auto pick(Sequence const& sequence) {
        return sequence[roll(static_cast<std::uint32_t>(sequence.size()))];
    }

private:
    std::mt19937 random_;
};

} // namespace heddle::tests
