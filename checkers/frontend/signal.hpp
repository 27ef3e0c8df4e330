// What other families of functions have to know of signals.
#pragma once

namespace heddle::frontend {

/// Whether the current thread has the signal blocked (pthread_sigmask).
[[nodiscard]] bool is_blocked(int number) noexcept;

} // namespace heddle::frontend
