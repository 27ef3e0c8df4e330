// Code that was not compiled for Heddle, and synchronizes all the same. What it does with locks is
// simulated, what it does with atomics is not even seen; nor are its plain accesses. Whoever reads
// a verdict must know.
#pragma once

#include <cstdint>

namespace heddle::world {

/// Whether there are libraries that are not instrumented, but for those that the C and C++
/// languages need: what these synchronize, the runtime simulates.
extern bool has_uninstrumented_libraries;

/// Finds them. Adds a caveat to the report for each that has atomic operations (by its machine
/// code: whether they are ever performed cannot be seen).
void find_uninstrumented_libraries();

/// The program synchronizes at this place, by something else than an atomic: adds a caveat, once
/// for each library, if that library is not instrumented.
void note_synchronization(std::uintptr_t pc);

} // namespace heddle::world
