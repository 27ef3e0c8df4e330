/// @file
/// The page of memory in which the runtime counts while it searches.
#pragma once

#include <cstdint>

namespace heddle::cli {

inline constexpr std::uint64_t status_magic = 0x656c646465480001;
inline constexpr std::size_t status_page_size = 4096;

enum class search_phase : std::uint32_t { starting = 0, exploring = 1, finished = 2 };

/// Little-endian; the runtime writes, this process reads, and a torn read does no harm.
struct status_page {
    std::uint64_t magic = 0; ///< status_magic once the runtime has started
    std::uint64_t executions = 0;
    std::uint64_t blocked = 0;
    std::uint64_t events = 0;
    search_phase phase = search_phase::starting;
    std::uint32_t reserved = 0;
    std::uint64_t probes = 0;  ///< random descents into the tree so far …
    double probed_leaves = 0;  ///< … the sum of their estimates of its leaves …
    double probed_squares = 0; ///< … of the squares of these …
    double probed_largest = 0; ///< … and the largest
};

} // namespace heddle::cli
