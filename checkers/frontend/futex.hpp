// The futex system call of a simulated thread.
#pragma once

#include <cstdint>

namespace heddle::frontend {

/// futex(2) with its arguments as syscall(2) passes them, after the call's number. Returns what
/// syscall(2) does, and sets errno.
long futex(const long (&arguments)[6], std::uintptr_t pc);

} // namespace heddle::frontend
