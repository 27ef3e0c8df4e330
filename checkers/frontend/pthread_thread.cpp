// Threads: their creation and end, and the destructors that run there.
#include "frontend/caller.hpp"
#include "frontend/exit_handlers.hpp"
#include "frontend/failure.hpp"
#include "frontend/refused.hpp"
#include "world/objects.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <cerrno>
#include <ctime>
#include <string>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using real::function;

using routine = void*(void*);
using destructor = void(void*);

constinit const function<int(pthread_t*, const pthread_attr_t*, routine*, void*)> real_create{
    "pthread_create"};
constinit const function<int(pthread_t, void**)> real_join{"pthread_join"};
constinit const function<int(pthread_t)> real_detach{"pthread_detach"};
constinit const function<void(void*)> real_exit{"pthread_exit"};
constinit const function<pthread_t()> real_self{"pthread_self"};
constinit const function<int()> real_yield{"sched_yield"};
constinit const function<int(destructor*, void*, void*)> real_at_thread_exit{
    "__cxa_thread_atexit_impl"};

bool is_detached(const pthread_attr_t* attributes) noexcept {
    int state = PTHREAD_CREATE_JOINABLE;
    if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
    return state == PTHREAD_CREATE_DETACHED;
}

// POSIX leaves it undefined what happens to a thread that is not joinable: its handle may be that
// of nothing, or of another thread, by now.
void check_joinable(int error, const char* verb) {
    if (error != EINVAL && error != ESRCH) return;
    world::simulating = false; // the message is built on the real heap
    report_bug(verdict::lock_misuse,
               "thread " + std::to_string(world::self()) + " " + verb +
                   (error == EINVAL ? " a thread that has been joined or detached"
                                    : " what is not a thread"));
}

int at_thread_exit(destructor* destroy, void* object, void* module) {
    if (!world::simulating) return real_at_thread_exit(destroy, object, module);
    world::at_thread_exit(destroy, object);
    return 0;
}

} // namespace

HEDDLE_EXPORT int pthread_create(pthread_t* handle, const pthread_attr_t* attributes,
                                 routine* start, void* argument) noexcept {
    const std::uintptr_t pc = caller();
    if (world::starting()) refuse_before_main("the creation of a thread");
    if (!world::simulating) return real_create(handle, attributes, start, argument);
    const pthread_t created = world::create_thread(start, argument, is_detached(attributes), pc);
    // Only now is the handle written: a thread that reads its own from there races.
    world::access(address_of(handle), sizeof *handle, true, pc);
    *handle = created;
    return 0;
}

HEDDLE_EXPORT int pthread_join(pthread_t handle, void** result) {
    const std::uintptr_t pc = caller();
    if (!world::simulating) return real_join(handle, result);
    const int error = world::join_thread(handle, result, pc);
    check_joinable(error, "joins");
    return error;
}

HEDDLE_REFUSED(int, pthread_tryjoin_np, noexcept, (pthread_t handle, void** result),
               (handle, result))

HEDDLE_REFUSED(int, pthread_timedjoin_np, , (pthread_t handle, void** result, const timespec* time),
               (handle, result, time))

HEDDLE_REFUSED(int, pthread_clockjoin_np, ,
               (pthread_t handle, void** result, clockid_t clock, const timespec* time),
               (handle, result, clock, time))

HEDDLE_EXPORT int pthread_detach(pthread_t handle) noexcept {
    if (!world::simulating) return real_detach(handle);
    const int error = world::detach_thread(handle);
    check_joinable(error, "detaches");
    return error;
}

HEDDLE_EXPORT void pthread_exit(void* result) {
    if (world::simulating) {
        if (world::self() == 0) note_main_leaves();
        world::exit_thread(result);
    }
    real_exit(result);
    __builtin_unreachable();
}

HEDDLE_EXPORT pthread_t pthread_self() noexcept {
    return world::simulating ? world::current_handle() : real_self();
}

// Every schedule is explored anyway: to yield is to do nothing.
HEDDLE_EXPORT int sched_yield() noexcept {
    return world::simulating ? 0 : real_yield();
}

// <pthread.h> redirects the name to sched_yield; old objects still ask for it.
extern "C" __attribute__((visibility("default"))) int heddle_pthread_yield() noexcept
    __asm__("pthread_yield");

int heddle_pthread_yield() noexcept {
    return sched_yield();
}

HEDDLE_EXPORT int __cxa_thread_atexit(destructor* destroy, void* object, void* module) {
    return at_thread_exit(destroy, object, module);
}

HEDDLE_EXPORT int __cxa_thread_atexit_impl(destructor* destroy, void* object, void* module) {
    return at_thread_exit(destroy, object, module);
}
