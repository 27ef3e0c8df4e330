// How the simulated heap lies in memory; for the files that implement it.
//
// A region (one of max_threads + 1, the last for before main):
//
//     [padding] header data … [padding] header data … | cursor      … | dirty_end
//
// Data starts right behind its header. Memory below dirty_end may hold what earlier executions left
// there; memory from there on is as mapped: zero.
#pragma once

#include "world/heap.hpp"

#include <array>

namespace heddle::world::heap {

inline constexpr std::uintptr_t base = 0x1000'0000'0000;
inline constexpr std::size_t region_size = std::size_t{4} << 30;
inline constexpr std::size_t region_count = graph::max_threads + 1;
inline constexpr std::uint32_t initial_region = graph::max_threads;
inline constexpr std::uintptr_t end = base + region_count * region_size;

inline constexpr std::uint32_t allocated = 0x434f'4c41;
inline constexpr std::uint32_t freed = 0x4545'5246;
inline constexpr std::uint32_t reserved = 0x5352'4552;

struct region {
    std::uintptr_t cursor = 0; // of the next allocation; 0: nothing was allocated yet
    std::uintptr_t dirty_end = 0;
    block* first = nullptr;
    block* last = nullptr;
};

extern std::array<region, region_count> regions;
extern std::uint32_t used_regions; // threads' regions below this one may be in use

inline std::uintptr_t begin_of(std::size_t index) noexcept {
    return base + index * region_size;
}

inline std::uintptr_t align_up(std::uintptr_t address, std::size_t alignment) noexcept {
    return (address + alignment - 1) & ~(std::uintptr_t{alignment} - 1);
}

inline void* pointer(std::uintptr_t address) noexcept {
    return reinterpret_cast<void*>(address);
}

inline std::uintptr_t address_of(const void* p) noexcept {
    return reinterpret_cast<std::uintptr_t>(p);
}

inline const block* after(const block& b) noexcept {
    return reinterpret_cast<const block*>(address_of(&b) + b.extent);
}

/// Calls `visit` with each block of a region, front to back, freed ones included.
template <class Visit>
void for_each_block(const region& r, Visit visit) {
    if (r.last == nullptr) return;
    for (const block* b = r.first;; b = after(*b)) {
        visit(*b);
        if (b == r.last) return;
    }
}

} // namespace heddle::world::heap
