// Threads of the runtime itself, beside the one that all simulated threads share.
#pragma once

namespace heddle::world {

/// Starts one, with every signal blocked and a small stack; throws std::bad_alloc when there can be
/// none. `body` never returns.
///
/// While a simulated thread may run, it calls nothing but ::syscall: the runtime cannot tell who
/// calls a function that it interposes, and takes every call for the simulated thread's (::syscall
/// looks where the call is from). Others may look up the real function, for which the simulation is
/// suspended, or call one that is interposed.
void start_native_thread(void* (*body)(void*), void* argument);

/// Whether the calling thread is such a one.
[[nodiscard]] bool is_native_thread() noexcept;

} // namespace heddle::world
