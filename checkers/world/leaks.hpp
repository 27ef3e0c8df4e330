// Blocks that nobody can free any more when an execution ends.
#pragma once

#include "world/state.hpp"

#include <optional>

namespace heddle::world {

/// The first block that is neither freed nor reachable from globals, live stacks, thread-local
/// variables or what the layers above keep for the program (hooks.hpp), as a bug. At the end of a
/// complete execution.
[[nodiscard]] std::optional<bug> find_leak();

} // namespace heddle::world
