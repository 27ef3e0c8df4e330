// The locale that a thread has of its own (uselocale).
#pragma once

namespace heddle::frontend {

/// Before the search: whether the program can give a thread one decides what threads begin with.
void prepare_thread_locales();

/// Before an execution: the main thread has the one that it had before the first.
void restore_main_thread_locale() noexcept;

} // namespace heddle::frontend
