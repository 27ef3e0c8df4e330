// What the C and C++ libraries and the kernel keep for a process, and programs change: each
// execution must find it as the first one did. Most programs that change any of it call functions
// whose state checkpoints do not hold (world/restorable.hpp), and run from the start each time.
#pragma once

namespace heddle::frontend {

/// Why the search is not complete when standard input, not a file, has been read.
inline constexpr const char* input_is_gone =
    "the program reads standard input, of which only the first execution had any: give it a file";

/// Remembers it, before the first execution.
void remember_process_state();

} // namespace heddle::frontend
