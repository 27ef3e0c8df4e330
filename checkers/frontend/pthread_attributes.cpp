// Functions that ask or change something about a thread by its handle. The C library would follow a
// simulated handle as a pointer, so none of them may reach it: what only hints at scheduling is
// accepted without effect, the rest is refused.
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <csignal>

namespace {

using namespace heddle;
using heddle::frontend::real::function;

} // namespace

// A function of the C library by its name, parameters and arguments; the first list may be called
// in an execution and returns 0 there, the second may not.
#define HEDDLE_ACCEPTED(name, parameters, arguments)                                               \
    namespace {                                                                                    \
    constinit const function<int parameters> real_##name{#name};                                   \
    }                                                                                              \
    HEDDLE_EXPORT int name parameters noexcept {                                                   \
        return world::simulating ? 0 : real_##name arguments;                                      \
    }

#define HEDDLE_REFUSED(name, parameters, arguments)                                                \
    namespace {                                                                                    \
    constinit const function<int parameters> real_##name{#name};                                   \
    }                                                                                              \
    HEDDLE_EXPORT int name parameters noexcept {                                                   \
        if (world::simulating) frontend::refuse(#name);                                            \
        return real_##name arguments;                                                              \
    }

HEDDLE_ACCEPTED(pthread_setname_np, (pthread_t t, const char* text), (t, text))
HEDDLE_ACCEPTED(pthread_setaffinity_np, (pthread_t t, std::size_t n, const cpu_set_t* set),
                (t, n, set))
HEDDLE_ACCEPTED(pthread_setschedprio, (pthread_t t, int priority), (t, priority))
HEDDLE_ACCEPTED(pthread_setschedparam, (pthread_t t, int policy, const sched_param* p),
                (t, policy, p))

HEDDLE_REFUSED(pthread_getname_np, (pthread_t t, char* text, std::size_t n), (t, text, n))
HEDDLE_REFUSED(pthread_getaffinity_np, (pthread_t t, std::size_t n, cpu_set_t* set), (t, n, set))
HEDDLE_REFUSED(pthread_getschedparam, (pthread_t t, int* policy, sched_param* p), (t, policy, p))
HEDDLE_REFUSED(pthread_getattr_np, (pthread_t t, pthread_attr_t* attributes), (t, attributes))
HEDDLE_REFUSED(pthread_getcpuclockid, (pthread_t t, clockid_t* clock), (t, clock))
HEDDLE_REFUSED(pthread_kill, (pthread_t t, int signal), (t, signal))
HEDDLE_REFUSED(pthread_sigqueue, (pthread_t t, int signal, const sigval value), (t, signal, value))
