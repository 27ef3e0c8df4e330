// Direct system calls: those that would block, or leave the simulation, are caught.
#include "frontend/caller.hpp"
#include "frontend/channel.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/futex.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdarg>

namespace {

using namespace heddle;

using six_arguments = long(long, long, long, long, long, long, long);

constinit const frontend::real::function<six_arguments> real_syscall{"syscall"};

// Whether a system call may act on a descriptor that the kernel does not know: the first argument
// is one mostly. What takes sets of descriptors is not looked into.
bool may_act_on_channel(long number, const long (&arguments)[6]) {
    const auto is_channel = [](long argument) {
        return argument == static_cast<int>(argument) &&
               frontend::is_channel(static_cast<int>(argument));
    };
    switch (number) {
    case SYS_poll:
    case SYS_ppoll:
    case SYS_select:
    case SYS_pselect6: return frontend::has_channels();
    case SYS_dup2:
    case SYS_dup3: return is_channel(arguments[0]) || is_channel(arguments[1]);
    case SYS_epoll_ctl: return is_channel(arguments[2]);
    default: return is_channel(arguments[0]);
    }
}

} // namespace

HEDDLE_EXPORT long syscall(long number, ...) noexcept {
    va_list list;
    va_start(list, number);
    long a[6];
    for (long& argument : a) argument = va_arg(list, long);
    va_end(list);
    // The runtime's own thread (world/blocked_call.cpp) is none of the simulated ones.
    if (world::simulating && !world::is_runtime_code(frontend::caller())) {
        switch (number) {
        case SYS_futex: return frontend::futex(a, frontend::caller());
        case SYS_exit:
        case SYS_exit_group: world::end_execution();
        case SYS_sched_yield: return 0;
        case SYS_close: return ::close(static_cast<int>(a[0]));
        case SYS_close_range:
            return ::close_range(static_cast<unsigned>(a[0]), static_cast<unsigned>(a[1]),
                                 static_cast<int>(a[2]));
        case SYS_pipe:
        case SYS_pipe2:
        case SYS_eventfd:
        case SYS_eventfd2: frontend::refuse("pipes and eventfds made by a system call");
        default:
            if (may_act_on_channel(number, a)) {
                frontend::refuse("system calls on a pipe or an eventfd, but for the C library's");
            }
            world::note_external_effect("the program makes system calls of its own");
        }
    }
    return real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
