// The locale that a thread has of its own (uselocale).
#pragma once

namespace heddle::frontend {

/// Before an execution: no thread has one.
void forget_thread_locales() noexcept;

} // namespace heddle::frontend
