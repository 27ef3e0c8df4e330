// An execution that shows a bug is run again for what its report needs, and would slow a search
// down: call stacks.
#pragma once

#include "world/output.hpp"
#include "world/state.hpp"

#include <functional>
#include <optional>

namespace heddle::world {

/// Runs the execution that has just shown `b` again, from its start, once for the stacks of its
/// events and once more for those of the accesses that this names. Its output is what is captured
/// last. Returns the bug with the stacks, or nothing if it does not show again.
[[nodiscard]] std::optional<bug> repeat_for_report(const bug& b, program_output& output,
                                                   const std::function<execution_end()>& run);

/// Runs the execution that was run last again, from its start, for the stacks of its events.
void repeat_for_trace(const std::function<execution_end()>& run);

} // namespace heddle::world
