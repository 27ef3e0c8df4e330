// What the program has registered to be called at its end: atexit, and the destructors of its
// statics. An execution's end calls them, as the end of a process does.
#pragma once

#include <cstdint>

namespace heddle::frontend {

enum class end_kind : unsigned char { exit, quick_exit };

using exit_handler = void(void*);
using status_handler = void(int, void*);

/// Registers a handler with what is registered already, to be called before that; `pc` is the
/// caller's. False when there is no more room.
[[nodiscard]] bool add_exit_handler(end_kind kind, exit_handler* call, void* argument,
                                    std::uintptr_t pc) noexcept;
/// … one that is given the exit status, too (on_exit).
[[nodiscard]] bool add_exit_handler(status_handler* call, void* argument,
                                    std::uintptr_t pc) noexcept;

/// Calls the handlers, the newest first, on the current simulated thread; and those that they
/// register.
void run_exit_handlers(end_kind kind, int status);

/// main's thread is about to end before the program does. Who ends last then calls the handlers, in
/// the C library, which is not simulated: reports say so, if there are any.
void note_main_leaves();

} // namespace heddle::frontend
