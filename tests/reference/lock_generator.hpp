// Random lock programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace heddle::tests {

/// What a program may be made of.
struct lock_family {
    std::string name;
    std::string objects; ///< Mutexes, read-write locks and semaphores.
    std::string variables;
    bool conditions = false; ///< Waits (with mutex a) and notifications.
};

[[nodiscard]] std::vector<lock_family> const& lock_families();

/// A well-formed program of 2-3 threads: no thread locks what it has locked, or unlocks what it has
/// not. Locks nest or overlap in any order, so that some programs deadlock.
std::string random_lock_program(std::uint32_t seed, lock_family const& family);

} // namespace heddle::tests
