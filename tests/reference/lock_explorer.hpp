// What can a lock program do? Every interleaving, by depth-first search. Shares nothing with
// Heddle's engine.
#pragma once

#include "reference/lock_program.hpp"

#include <cstdint>

namespace heddle::tests {

struct lock_behaviours {
    /// Pairwise different executions in which every thread ends. Two differ when the order of
    /// operations on a mutex (locks, unlocks, successful try_locks) or on the condition variable,
    /// the lock that a failed try_lock saw, a variable's modification order or a load's source
    /// differs.
    std::uint64_t executions = 0;
    bool deadlock = false; ///< Some interleaving leaves a thread waiting for good.
};

lock_behaviours explore(lock_program const& program);

} // namespace heddle::tests
