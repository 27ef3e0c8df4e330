// Random programs.
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

} // namespace heddle::tests
