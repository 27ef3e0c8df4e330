// What the C and C++ libraries and the kernel keep for a process, and programs change: each
// execution must find it as the first one did. Most programs that change any of it call functions
// whose state checkpoints do not hold (world/restorable.hpp), and run from the start each time.
#pragma once

namespace heddle::frontend {

/// Remembers it, before the first execution; the program's arguments, too.
void remember_process_state(char** argv);

} // namespace heddle::frontend
