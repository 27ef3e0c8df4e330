// A copy of all memory that code in libraries may write to and that may matter to the program, to
// see what has changed.
#pragma once

#include "world/program.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace heddle::world {

/// Finds out where that memory is. Not on a simulated thread.
void prepare_memory_copies();

class memory_copy {
public:
    /// Copies the memory of the program and of the libraries, the simulated heap and the stacks of
    /// all threads but the current one. Not what changes when nothing but text comes out of the
    /// program, or memory is taken and given back: the standard streams' buffers, the allocator.
    void take();

    /// A word that is no longer what it was.
    struct change {
        std::uintptr_t address;
        std::uint64_t old;
    };

    [[nodiscard]] std::vector<change> changes() const;

    /// Whether the program has read from a file since then.
    [[nodiscard]] bool has_read_files() const noexcept;

private:
    std::vector<memory_range> ranges_;
    std::vector<std::uint64_t> words_;
    std::uint64_t files_ = 0;
};

} // namespace heddle::world
