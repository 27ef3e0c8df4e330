// Thread-specific data, when its thread ends.
#pragma once

namespace heddle::frontend {

/// Calls the destructors of the current thread's values, once those of its thread_local variables
/// have been called: glibc has this order, and libstdc++ relies on it
/// (std::notify_all_at_thread_exit).
void run_key_destructors();

/// The current thread ends by leaving main, which is to end the program: no destructors.
void skip_key_destructors() noexcept;

} // namespace heddle::frontend
