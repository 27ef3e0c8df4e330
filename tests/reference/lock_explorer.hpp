// What can a lock program do? Every interleaving, by depth-first search. Shares nothing with
// Heddle's engine.
#pragma once

#include "reference/lock_behaviours.hpp"
#include "reference/lock_mistake.hpp"
#include "reference/lock_program.hpp"

namespace heddle::tests {

lock_behaviours explore(lock_program const& program, lock_mistake mistake = lock_mistake::none);

} // namespace heddle::tests
