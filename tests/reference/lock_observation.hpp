// What a lock program does according to Heddle.
#pragma once

#include "reference/lock_behaviours.hpp"

#include <string>

namespace heddle::tests {

/// Runs the program under Heddle through every execution, past deadlocks.
/// @throws std::runtime_error when the search is not complete, or reports anything but races and
/// deadlocks.
lock_behaviours observe(std::string const& program, std::string const& memory_model);

} // namespace heddle::tests
