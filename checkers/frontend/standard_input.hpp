// Standard input, of which each execution must read the same. What a pipe or a terminal has can be
// read once only: it is copied to a file, which takes its place.
#pragma once

namespace heddle::frontend {

/// Before the first execution. Reads a pipe to its end if the program has functions that read
/// standard input by streams.
void remember_input();

/// The program is about to read standard input by its descriptor.
void prepare_input() noexcept;

/// Goes back to where the input began.
void rewind_input() noexcept;

} // namespace heddle::frontend
