// Random programs, the same for the same seed on every machine (std::mt19937 only, no std
// distributions).
#pragma once

#include <cstdint>
#include <string>

namespace heddle::tests {

/// A litmus program of 2-3 threads and 1-3 locations, in oracle.tsv's notation.
std::string random_litmus_program(std::uint32_t seed);

/// A well-formed lock program of 2-3 threads, 1-2 mutexes, 1-2 variables; `conditions`: waits and
/// notifications too.
std::string random_lock_program(std::uint32_t seed, bool conditions);

} // namespace heddle::tests
