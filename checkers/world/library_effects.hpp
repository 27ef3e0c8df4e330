// Loops that library code moves on.
//
// A loop iteration that comes back to the same registers, stack and plain memory, as far as the
// loop's instrumented code accesses that, has changed nothing; unless it calls code that is not
// instrumented, and what that has written to makes the next iteration another one: the position
// that `strtok` keeps, a buffer that `snprintf` writes to. So in loops that may do that
// (library_calls.hpp) all memory that matters is compared before an iteration counts as one in
// vain. Words that have changed are from then on part of the state of the thread in the loop, like
// the other memory that it depends on (loop_table.hpp), and the search starts over. If the
// iteration has read from a file instead, or there is no end of such words, no iteration of the
// loop is one in vain.
//
// Between two of its operations a thread runs alone. What memory has changed from one to the next
// is therefore its own doing, and is noted.
#pragma once

#include "world/thread.hpp"

namespace heddle::world {

/// The current thread goes on after an operation: if it may be in such a loop, it is watched.
void watch_libraries(const thread& t);
/// It has come to the next one, or others are to run for another reason: notes what has changed.
void note_library_writes(thread& t);
/// The execution ends.
void stop_watching() noexcept;

/// At the end of an iteration without visible effect that began at visits.back(). Returns only if
/// libraries have changed nothing in it either.
void require_no_library_effect(thread& t);

} // namespace heddle::world
