// The locale that a thread has of its own (uselocale).
#pragma once

namespace heddle::frontend {

/// Before the search: whether the program can give a thread one decides what threads begin with.
void prepare_thread_locales();

/// Before an execution: the main thread has none.
void forget_thread_locale() noexcept;

} // namespace heddle::frontend
