// What one execution of a lock program leaves for its user to see.
#pragma once

#include "reference/lock_program.hpp"

#include <array>
#include <string>

namespace heddle::tests {

struct lock_outcome {
    /// Per thread: the values that it loaded, and, for each try, whether it succeeded (+ or -).
    std::array<std::array<char, lock_steps + 1>, lock_threads> seen{};
    std::array<int, 2> atomic{};
    std::array<int, 2> plain{};
};

/// Appends to what a thread has seen; `length` is how much that is.
inline void note(std::array<char, lock_steps + 1>& seen, std::size_t& length, char what) {
    seen[length++] = what;
}

inline char digit(int value) {
    return static_cast<char>('0' + value);
}

/// One line, the same for equal outcomes only: "1+ | - | ; x=1 y=0 u=2 v=0"
inline std::string to_text(lock_outcome const& outcome, std::size_t threads) {
    std::string text;
    for (std::size_t t = 0; t != threads; ++t) {
        text += outcome.seen[t].data();
        text += " | ";
    }
    return text + "; x=" + digit(outcome.atomic[0]) + " y=" + digit(outcome.atomic[1]) +
           " u=" + digit(outcome.plain[0]) + " v=" + digit(outcome.plain[1]);
}

} // namespace heddle::tests
