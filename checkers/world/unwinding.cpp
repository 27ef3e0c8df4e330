#include "world/unwinding.hpp"

#include "world/jump_target.hpp"
#include "world/state.hpp"

namespace heddle::world {

namespace {

// glibc's struct pthread_unwind_buf keeps the list here.
__pthread_unwind_buf_t* next_of(const __pthread_unwind_buf_t* handler) noexcept {
    return static_cast<__pthread_unwind_buf_t*>(handler->__pad[0]);
}

// Called for each frame, before what the frame has to do. Does not come back from the one that the
// unwinding is to end in: that has the innermost handler of C, or is the thread's first.
_Unwind_Reason_Code stop(int, _Unwind_Action actions, _Unwind_Exception_Class, _Unwind_Exception*,
                         _Unwind_Context* context, void*) {
    thread& t = *state->current;
    // The stack pointer of this frame, at its call. Compared are distances from the stack's end, so
    // that a stack of the program's own (makecontext) is below this one wherever it lies.
    const std::uintptr_t frame = _Unwind_GetCFA(context) - t.on.stack_high;
    const auto has_reached = [&](std::uintptr_t stack_pointer) {
        return (actions & _UA_END_OF_STACK) != 0 || frame >= stack_pointer - t.on.stack_high;
    };
    if (auto* const handler = t.exit.handlers; handler != nullptr) {
        auto* const target = handler->__cancel_jmp_buf;
        if (has_reached(target_stack(target->__cancel_jmp_buf)))
            longjmp(reinterpret_cast<__jmp_buf_tag*>(target), 1);
    } else if (has_reached(t.program_stack_high)) {
        __builtin_longjmp(t.exit.entry.data(), 1);
    }
    return _URC_NO_REASON;
}

// At the end of the handler that does not rethrow. glibc ends the process for it, in these words.
void not_rethrown(_Unwind_Reason_Code, _Unwind_Exception*) {
    report(verdict::assertion_failed,
           "exception not rethrown: a catch (...) has ended the unwinding by pthread_exit");
}

[[noreturn]] void unwind(thread& t) {
    t.exit.exception = {};
    t.exit.exception.exception_cleanup = not_rethrown;
    _Unwind_ForcedUnwind(&t.exit.exception, stop, nullptr);
    unsupported("pthread_exit on a stack that cannot be unwound");
}

} // namespace

void exit_thread(void* result) {
    thread& t = *state->current;
    // POSIX leaves undefined what that does.
    if (t.exit.stage != ending::not_begun)
        unsupported("pthread_exit called by a destructor or handler that the end of the thread, or "
                    "of the program, has called");
    t.result = result;
    t.exit.stage = ending::unwinding;
    unwind(t);
}

void push_cleanup(__pthread_unwind_buf_t* handler) noexcept {
    thread& t = *state->current;
    handler->__pad[0] = t.exit.handlers;
    t.exit.handlers = handler;
}

void pop_cleanup(__pthread_unwind_buf_t* handler) noexcept {
    state->current->exit.handlers = next_of(handler);
}

void unwind_after(__pthread_unwind_buf_t* handler) {
    pop_cleanup(handler);
    unwind(*state->current);
}

bool is_unwinding() noexcept {
    return state->current->exit.stage == ending::unwinding;
}

void begin_last_handlers() noexcept {
    state->current->exit.stage = ending::last_handlers;
}

} // namespace heddle::world
