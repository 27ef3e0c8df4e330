// The simulated heap: each simulated thread allocates from a range of addresses of its own, front
// to back, and nothing is reused within an execution. An allocation's address thus depends on its
// thread and its rank there alone, and a use after free is seen.
#pragma once

#include "graph/types.hpp"
#include "world/byte_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace heddle::world::heap {

/// Whether an address lies in the simulated heap (of any thread, or of before main).
[[nodiscard]] bool owns(const void* p) noexcept;

/// How many bytes of addresses the heap takes, of all threads.
extern const std::size_t address_space;
/// Takes them, if that has not been done. Whether they could be had.
[[nodiscard]] bool has_addresses() noexcept;

/// What precedes every block.
struct block {
    std::uint64_t size;   // as requested
    std::uint32_t state;  // allocated, freed, reserved, or none of these (not a block)
    std::uint32_t thread; // that allocated it (max_threads: before main)
    std::uint64_t extent; // bytes from this header to the next one
    std::uint64_t moment; // world::moment() of the allocation
    std::uint64_t free_moment;
    std::uint32_t free_thread;
    std::uint32_t offset; // from the start of the header's slot (alignment padding)
};

/// Allocates for the current thread (or, before exploration starts, for the initial heap); fresh
/// memory has a fixed content. Null when the range is exhausted.
void* allocate(std::size_t size, std::size_t alignment, bool zeroed, std::uintptr_t pc);
/// A block of the runtime's own in the current thread's heap: gone, and back, with the execution
/// that it belongs to. The program cannot free it, and need not. Zeroed; null as above.
void* reserve(std::size_t size);
/// Frees; reports double_free and invalid_free to world::report.
void release(void* p, std::uintptr_t pc);
void* reallocate(void* p, std::size_t size, std::uintptr_t pc);
[[nodiscard]] std::size_t usable_size(const void* p) noexcept;

/// The block that contains an address, or null.
[[nodiscard]] const block* block_of(std::uintptr_t address) noexcept;
[[nodiscard]] std::uintptr_t data_of(const block& b) noexcept;

/// Remembers the initial heap (what was allocated before main) / goes back to it and empties every
/// thread's heap: before each execution.
void snapshot();
void restore();

/// Copies all of the heap / makes it again what it was.
void keep(byte_buffer& to);
void put_back(byte_buffer::reader& from);

/// Blocks that are allocated and that no word of `roots` (ranges of memory), or of a reachable
/// block, points to (or into). Blocks of the initial heap are roots, never leaks.
struct range {
    std::uintptr_t begin, end;
};

[[nodiscard]] std::vector<const block*> unreachable(const std::vector<range>& roots);
/// Number of blocks that threads allocated and did not free in this execution.
[[nodiscard]] std::size_t live_blocks() noexcept;

} // namespace heddle::world::heap
