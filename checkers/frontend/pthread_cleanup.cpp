// Cleanup handlers of C code that is compiled without exceptions: what pthread_cleanup_push and
// pthread_cleanup_pop are made of there. The macros call the handlers; here is the list of them.
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/unwinding.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <cstddef>
#include <cstdint>

namespace {

using namespace heddle;
using frontend::real::function;

using list_function = void(__pthread_unwind_buf_t*);

constinit const function<list_function> real_register{"__pthread_register_cancel"};
constinit const function<list_function> real_unregister{"__pthread_unregister_cancel"};
constinit const function<list_function> real_unwind_next{"__pthread_unwind_next"};
constinit const function<list_function> real_register_defer{"__pthread_register_cancel_defer"};
constinit const function<list_function> real_unregister_restore{
    "__pthread_unregister_cancel_restore"};

constexpr std::size_t type_before = 2; // as in glibc's struct pthread_unwind_buf

} // namespace

HEDDLE_EXPORT void __pthread_register_cancel(__pthread_unwind_buf_t* handler) {
    world::simulating ? world::push_cleanup(handler) : real_register(handler);
}

HEDDLE_EXPORT void __pthread_unregister_cancel(__pthread_unwind_buf_t* handler) {
    world::simulating ? world::pop_cleanup(handler) : real_unregister(handler);
}

// After a handler that pthread_exit has called.
HEDDLE_EXPORT void __pthread_unwind_next(__pthread_unwind_buf_t* handler) {
    if (world::simulating) world::unwind_after(handler);
    real_unwind_next(handler);
    __builtin_unreachable();
}

// pthread_cleanup_push_defer_np: a thread that may be cancelled at any time may not be meanwhile.
HEDDLE_EXPORT void __pthread_register_cancel_defer(__pthread_unwind_buf_t* handler) {
    if (!world::simulating) return real_register_defer(handler);
    world::push_cleanup(handler);
    int& type = world::current_cancellation().type;
    handler->__pad[type_before] = reinterpret_cast<void*>(static_cast<std::intptr_t>(type));
    type = PTHREAD_CANCEL_DEFERRED;
}

HEDDLE_EXPORT void __pthread_unregister_cancel_restore(__pthread_unwind_buf_t* handler) {
    if (!world::simulating) return real_unregister_restore(handler);
    world::pop_cleanup(handler);
    world::current_cancellation().type =
        static_cast<int>(reinterpret_cast<std::intptr_t>(handler->__pad[type_before]));
}
