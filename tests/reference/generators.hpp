// Random programs, the same for the same seed on every machine (std::mt19937 only, no std
// distributions).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace heddle::tests {

/// 1 … count, or, if the environment variable HEDDLE_SEEDS is set to "FIRST-LAST", those.
std::vector<std::uint32_t> seeds(std::uint32_t count);

/// A litmus program of 2-3 threads and 1-3 locations, in oracle.tsv's notation; `loops`: spin loops
/// too.
std::string random_litmus_program(std::uint32_t seed, bool loops);

/// A well-formed lock program of 2-3 threads, 1-2 mutexes, 1-2 variables; `conditions`: waits and
/// notifications too.
std::string random_lock_program(std::uint32_t seed, bool conditions);

} // namespace heddle::tests
