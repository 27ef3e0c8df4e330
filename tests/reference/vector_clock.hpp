// What a thread knows of every thread: how many of its steps happen before.
#pragma once

#include "reference/lock_program.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace heddle::tests {

class vector_clock {
public:
    [[nodiscard]] std::uint8_t operator[](std::size_t thread) const { return steps_[thread]; }

    /// The thread makes one more step.
    void advance(std::size_t thread) { ++steps_[thread]; }

    void learn(vector_clock const& other) {
        for (std::size_t t = 0; t != lock_threads; ++t) {
            steps_[t] = std::max(steps_[t], other.steps_[t]);
        }
    }

private:
    std::array<std::uint8_t, lock_threads> steps_{};
};

} // namespace heddle::tests
