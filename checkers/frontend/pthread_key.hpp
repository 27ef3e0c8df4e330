// Thread-specific data, at the end of the thread that it is specific to.
#pragma once

namespace heddle::frontend {

/// Calls the destructors of the current thread's values: when it ends, after the destructors of its
/// thread_locals (glibc, nptl/pthread_create.c), but not when it ends the program (stdlib/exit.c).
/// A destructor may set values again: POSIX has a few rounds.
void run_key_destructors();

} // namespace heddle::frontend
