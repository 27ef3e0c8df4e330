// The small vocabulary shared by every layer: identifiers, memory orders, values.
#pragma once

#include <cstddef>
#include <cstdint>

namespace heddle::graph {

using thread_id = std::uint32_t;
using event_id = std::uint32_t;    // position of an event in the order of addition (its stamp)
using location_id = std::uint32_t; // index into an execution graph's table of locations
using clock_id = std::uint32_t;    // index into the pool of vector clocks

inline constexpr std::size_t max_threads = 64;

inline constexpr event_id initial_write = 0xffff'ffff; // the write that every location starts with
inline constexpr event_id no_event = 0xffff'fffe;
inline constexpr location_id no_location = 0xffff'ffff;

enum class memory_order : std::uint8_t { relaxed, acquire, release, acq_rel, seq_cst };

[[nodiscard]] constexpr bool acquires(memory_order order) noexcept {
    return order == memory_order::acquire || order == memory_order::acq_rel ||
           order == memory_order::seq_cst;
}

[[nodiscard]] constexpr bool releases(memory_order order) noexcept {
    return order == memory_order::release || order == memory_order::acq_rel ||
           order == memory_order::seq_cst;
}

/// What a location holds: up to 16 bytes, zero-extended.
struct value {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend constexpr bool operator==(const value&, const value&) = default;
};

} // namespace heddle::graph
