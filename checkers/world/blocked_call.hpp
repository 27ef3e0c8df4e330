// System calls that are not simulated and block: all simulated threads share one real thread, so
// that nothing could ever end the call.
#pragma once

namespace heddle::world {

/// Watches the calling thread, from a thread of its own, for as long as the process lives: once it
/// sleeps in a system call in an execution, for seconds, the execution ends there (`unsupported`).
void watch_for_blocked_calls();

} // namespace heddle::world
