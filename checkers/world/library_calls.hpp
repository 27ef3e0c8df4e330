// Which loops may call code that is not instrumented? That of a library may change memory with
// nothing to tell (library_effects.hpp).
#pragma once

#include <cstdint>
#include <vector>

namespace heddle::world {

/// Whether a thread that goes on from the first of these addresses, where an operation returns to,
/// may call such code before it comes back there with the same callers: the other addresses, where
/// its functions return to. Found by following the machine code; in doubt it may.
[[nodiscard]] bool may_call_library(const std::vector<std::uintptr_t>& stack);

} // namespace heddle::world
