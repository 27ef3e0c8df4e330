// A small, fast generator whose numbers are the same on every machine: Steele, Lea, Flood, "Fast
// Splittable Pseudorandom Number Generators", OOPSLA 2014 (SplitMix64).
#pragma once

#include <cstdint>

namespace heddle::strategy {

__extension__ using wide = unsigned __int128; // not in ISO C++

class random_numbers {
public:
    explicit random_numbers(std::uint64_t seed = 0) : state_(seed) {}

    std::uint64_t next() noexcept {
        std::uint64_t z = (state_ += 0x9e37'79b9'7f4a'7c15ull);
        z = (z ^ (z >> 30u)) * 0xbf58'476d'1ce4'e5b9ull;
        z = (z ^ (z >> 27u)) * 0x94d0'49bb'1331'11ebull;
        return z ^ (z >> 31u);
    }

    /// A number below `bound`, which is not 0.
    std::uint64_t below(std::uint64_t bound) noexcept {
        return static_cast<std::uint64_t>((static_cast<wide>(next()) * bound) >> 64u);
    }

    bool coin() noexcept { return (next() >> 63u) != 0; }

private:
    std::uint64_t state_;
};

} // namespace heddle::strategy
