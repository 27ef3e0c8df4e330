// Plain accesses that functions of the C library make for the program that calls them.
#pragma once

#include "frontend/caller.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <cstddef>
#include <cstdint>

namespace heddle::frontend {

/// Whether a call from there is the program's. (Libraries that are not instrumented call these
/// functions, too; what they do otherwise is not seen.)
[[gnu::always_inline]] inline bool is_checked_call(std::uintptr_t pc) {
    return world::simulating && (world::is_program_code(pc) || world::is_libatomic_code(pc));
}

inline void check_read(const void* p, std::size_t size, std::uintptr_t pc) {
    if (size > 0) world::access(address_of(p), size, false, pc);
}

inline void check_write(const void* p, std::size_t size, std::uintptr_t pc) {
    if (size > 0) world::access(address_of(p), size, true, pc);
}

} // namespace heddle::frontend
