// How pthread_exit leaves a thread's stack: by forced unwinding (Itanium C++ ABI, Exception
// Handling, 1.6), as glibc does it (nptl/unwind.c). What is on the stack is called on the way:
// destructors, handlers for every exception, which must rethrow, and the cleanup handlers of C code
// that is compiled without exceptions, each of which is a jump to where it was registered.
#pragma once

#include <pthread.h>
#include <unwind.h>

#include <array>
#include <cstdint>

namespace heddle::world {

/// Where a thread is on its way to its end.
enum class ending : std::uint8_t {
    not_begun,
    unwinding,    // pthread_exit calls what is on its stack
    last_handlers // it calls what was registered for its end, or the program's
};

/// What the unwinding of one thread needs. The C++ runtime has pointers to the exception while a
/// handler runs, so that it cannot be on the stack that is unwound.
struct thread_exit {
    std::array<void*, 5> entry{};               // where the thread began (__builtin_setjmp)
    __pthread_unwind_buf_t* handlers = nullptr; // of C, the innermost first
    ending stage = ending::not_begun;
    _Unwind_Exception exception{};
};

/// Registers a cleanup handler of C code in the current thread / drops it and what came after it.
void push_cleanup(__pthread_unwind_buf_t* handler) noexcept;
void pop_cleanup(__pthread_unwind_buf_t* handler) noexcept;
/// Unwinds on, when that handler has been called.
[[noreturn]] void unwind_after(__pthread_unwind_buf_t* handler);

/// Whether pthread_exit is unwinding the current thread's stack.
[[nodiscard]] bool is_unwinding() noexcept;
/// From here on the current thread calls what is registered for an end: to exit is refused.
void begin_last_handlers() noexcept;

} // namespace heddle::world
