/// @file
/// Where a program's code spins for a while before it goes to sleep, as libstdc++'s does.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace heddle::report {

/// The code of `std::__detail::__atomic_spin` (libstdc++'s <bits/atomic_wait.h>) in a program.
struct bounded_spins {
    std::uint32_t looks = 0; ///< how often one spin calls its predicate, at most; 0: none is known
    std::vector<std::pair<std::uint64_t, std::uint64_t>>
        code; ///< addresses as linked, [first, end)
};

/// Reads a program's debugging information; without it, nothing is found.
[[nodiscard]] bounded_spins find_bounded_spins(const std::string& program);

} // namespace heddle::report
