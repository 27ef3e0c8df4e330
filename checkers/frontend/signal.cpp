// Signals. A handler would run in the middle of anything, which is not simulated: what installs
// one, waits for a signal or has one sent later is refused by name. Masks, which then make no
// difference, are kept so that they can be read back. A signal that a thread sends to itself or to
// the process (raise, kill) has its default effect, or the runtime's.
#include "frontend/signal.hpp"

#include "frontend/caller.hpp"
#include "frontend/execution.hpp"
#include "frontend/refused.hpp"
#include "graph/types.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <sys/time.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <string>

namespace {

using namespace heddle;
using frontend::refuse;
using frontend::real::function;

using handler = void(int);
using action = struct sigaction;

constinit const function<int(int, const action*, action*)> real_sigaction{"sigaction"};
constinit const function<handler*(int, handler*)> real_signal{"signal"};
constinit const function<int(int, const sigset_t*, sigset_t*)> real_sigmask{"pthread_sigmask"};
constinit const function<int(const stack_t*, stack_t*)> real_sigaltstack{"sigaltstack"};

// By thread, a bit for each signal.
constinit std::array<std::uint64_t, graph::max_threads> masks{};
constinit bool masks_changed = false;

// What SIGPIPE did before main, if the program has changed that in this execution: a write to a
// pipe (channel.cpp) may come before or after the change.
constinit action sigpipe_before{};
constinit bool sigpipe_changed = false;

bool is_handler(const action& a) noexcept {
    return (a.sa_flags & SA_SIGINFO) != 0 || (a.sa_handler != SIG_DFL && a.sa_handler != SIG_IGN);
}

void refuse_handler(int number) {
    const char* const name = sigabbrev_np(number);
    world::simulating = false; // the text is not the program's
    refuse(std::string{"a signal handler ("} +
           (name == nullptr ? std::to_string(number) : std::string{"SIG"} + name) + ")");
}

// Those that the runtime handles itself, whatever the program says.
bool is_the_runtimes(int number) noexcept {
    switch (number) {
    case SIGSEGV:
    case SIGBUS:
    case SIGFPE:
    case SIGILL:
    case SIGTRAP:
    case SIGPROF:
    case SIGINT:
    case SIGTERM: return true;
    default: return false;
    }
}

sigset_t set_of(std::uint64_t mask) noexcept {
    sigset_t set;
    sigemptyset(&set);
    for (int number = 1; number < 64; ++number) {
        if (((mask >> number) & 1u) != 0) sigaddset(&set, number);
    }
    return set;
}

std::uint64_t mask_of(const sigset_t& set) noexcept {
    std::uint64_t mask = 0;
    for (int number = 1; number < 64; ++number) {
        if (sigismember(&set, number) == 1) mask |= std::uint64_t{1} << number;
    }
    return mask;
}

void note_change(int number) noexcept {
    if (!world::simulating || number != SIGPIPE) return;
    world::note_external_effect("the program changes what a signal does");
    if (!sigpipe_changed) real_sigaction(SIGPIPE, nullptr, &sigpipe_before);
    sigpipe_changed = true;
}

// Returns 0 or an error number.
int change_mask(int how, const sigset_t* set, sigset_t* before) noexcept {
    std::uint64_t& mask = masks[world::self()];
    const std::uint64_t old = mask;
    if (set != nullptr) {
        const std::uint64_t change = mask_of(*set);
        switch (how) {
        case SIG_BLOCK: mask |= change; break;
        case SIG_UNBLOCK: mask &= ~change; break;
        case SIG_SETMASK: mask = change; break;
        default: return EINVAL;
        }
        masks_changed = true;
        world::note_external_effect("the program changes signal masks");
    }
    if (before != nullptr) *before = set_of(old);
    return 0;
}

} // namespace

namespace heddle::frontend {

void reset_signals() noexcept {
    if (masks_changed) masks.fill(0);
    masks_changed = false;
    if (sigpipe_changed) real_sigaction(SIGPIPE, &sigpipe_before, nullptr);
    sigpipe_changed = false;
}

bool is_blocked(int number) noexcept {
    return ((masks[world::self()] >> number) & 1u) != 0;
}

} // namespace heddle::frontend

HEDDLE_EXPORT int sigaction(int number, const action* wanted, action* before) noexcept {
    if (wanted != nullptr && is_handler(*wanted)) {
        if (world::simulating) refuse_handler(number);
        if (world::starting()) frontend::refuse_before_main("a signal handler");
    }
    if ((world::simulating || world::starting()) && is_the_runtimes(number)) {
        if (before != nullptr) *before = {};
        return 0;
    }
    if (wanted != nullptr) note_change(number);
    return real_sigaction(number, wanted, before);
}

HEDDLE_EXPORT handler* signal(int number, handler* wanted) noexcept {
    const bool handles = wanted != SIG_DFL && wanted != SIG_IGN;
    if (handles && world::simulating) refuse_handler(number);
    if (handles && world::starting()) frontend::refuse_before_main("a signal handler");
    if ((world::simulating || world::starting()) && is_the_runtimes(number)) return SIG_DFL;
    note_change(number);
    return real_signal(number, wanted);
}

// Older names of the same, System V's and BSD's.
HEDDLE_REFUSED(handler*, sysv_signal, noexcept, (int number, handler* wanted), (number, wanted))
HEDDLE_REFUSED(handler*, __sysv_signal, noexcept, (int number, handler* wanted), (number, wanted))
HEDDLE_REFUSED(handler*, bsd_signal, noexcept, (int number, handler* wanted), (number, wanted))
HEDDLE_REFUSED(handler*, ssignal, noexcept, (int number, handler* wanted), (number, wanted))
HEDDLE_REFUSED(handler*, sigset, noexcept, (int number, handler* wanted), (number, wanted))

HEDDLE_EXPORT int pthread_sigmask(int how, const sigset_t* set, sigset_t* before) noexcept {
    return world::simulating ? change_mask(how, set, before) : real_sigmask(how, set, before);
}

HEDDLE_EXPORT int sigprocmask(int how, const sigset_t* set, sigset_t* before) noexcept {
    const int error =
        world::simulating ? change_mask(how, set, before) : real_sigmask(how, set, before);
    if (error == 0) return 0;
    errno = error;
    return -1;
}

// The runtime needs its own, to tell of a stack that overflowed.
HEDDLE_EXPORT int sigaltstack(const stack_t* wanted, stack_t* before) noexcept {
    if (!world::simulating && !world::starting()) return real_sigaltstack(wanted, before);
    if (before != nullptr) *before = {.ss_sp = nullptr, .ss_flags = SS_DISABLE, .ss_size = 0};
    return 0;
}

HEDDLE_REFUSED(int, sigwait, , (const sigset_t* set, int* number), (set, number))
HEDDLE_REFUSED(int, sigwaitinfo, , (const sigset_t* set, siginfo_t* info), (set, info))
HEDDLE_REFUSED(int, sigtimedwait, , (const sigset_t* set, siginfo_t* info, const timespec* time),
               (set, info, time))
HEDDLE_REFUSED(int, sigsuspend, , (const sigset_t* set), (set))
HEDDLE_REFUSED(int, pause, , (), ())
HEDDLE_REFUSED(int, sigqueue, noexcept, (pid_t process, int number, const sigval value),
               (process, number, value))
HEDDLE_REFUSED(int, signalfd, noexcept, (int file, const sigset_t* set, int flags),
               (file, set, flags))
HEDDLE_REFUSED(unsigned, alarm, noexcept, (unsigned seconds), (seconds))
HEDDLE_REFUSED(useconds_t, ualarm, noexcept, (useconds_t value, useconds_t interval),
               (value, interval))
HEDDLE_REFUSED(int, setitimer, noexcept,
               (__itimer_which_t which, const itimerval* value, itimerval* before),
               (which, value, before))
HEDDLE_REFUSED(int, timer_create, noexcept, (clockid_t clock, sigevent* event, timer_t* timer),
               (clock, event, timer))
