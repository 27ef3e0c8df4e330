// Functions that ask or change something about a thread by its handle. The C library would follow a
// simulated handle as a pointer, so none of them may reach it: what only hints at scheduling is
// accepted without effect, the rest is refused.
#include "frontend/refused.hpp"

#include <pthread.h>

#include <csignal>

namespace {

using namespace heddle;
using heddle::frontend::real::function;

} // namespace

// A function of the C library by its name, parameters and arguments, which may be called in an
// execution and returns 0 there.
#define HEDDLE_ACCEPTED(name, parameters, arguments)                                               \
    namespace {                                                                                    \
    constinit const function<int parameters> real_##name{#name};                                   \
    }                                                                                              \
    HEDDLE_EXPORT int name parameters noexcept {                                                   \
        return world::simulating ? 0 : real_##name arguments;                                      \
    }

HEDDLE_ACCEPTED(pthread_setname_np, (pthread_t t, const char* text), (t, text))
HEDDLE_ACCEPTED(pthread_setaffinity_np, (pthread_t t, std::size_t n, const cpu_set_t* set),
                (t, n, set))
HEDDLE_ACCEPTED(pthread_setschedprio, (pthread_t t, int priority), (t, priority))
HEDDLE_ACCEPTED(pthread_setschedparam, (pthread_t t, int policy, const sched_param* p),
                (t, policy, p))

HEDDLE_REFUSED(int, pthread_getname_np, noexcept, (pthread_t t, char* text, std::size_t n),
               (t, text, n))
HEDDLE_REFUSED(int, pthread_getaffinity_np, noexcept, (pthread_t t, std::size_t n, cpu_set_t* set),
               (t, n, set))
HEDDLE_REFUSED(int, pthread_getschedparam, noexcept, (pthread_t t, int* policy, sched_param* p),
               (t, policy, p))
HEDDLE_REFUSED(int, pthread_getattr_np, noexcept, (pthread_t t, pthread_attr_t* attributes),
               (t, attributes))
HEDDLE_REFUSED(int, pthread_getcpuclockid, noexcept, (pthread_t t, clockid_t* clock), (t, clock))
HEDDLE_REFUSED(int, pthread_kill, noexcept, (pthread_t t, int signal), (t, signal))
HEDDLE_REFUSED(int, pthread_sigqueue, noexcept, (pthread_t t, int signal, const sigval value),
               (t, signal, value))
