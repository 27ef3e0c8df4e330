// Direct system calls: those that would block, or leave the simulation, are caught.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
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
        default: world::note_external_effect("the program makes system calls of its own");
        }
    }
    return real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
