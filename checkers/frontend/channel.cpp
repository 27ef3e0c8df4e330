// Channels of the kernel's through which threads may talk to each other. What is written and read
// there would order threads, and would last beyond an execution: they are refused by name.
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

namespace {

using namespace heddle;
using frontend::real::function;

constinit const function<int(int*)> real_pipe{"pipe"};
constinit const function<int(int*, int)> real_pipe2{"pipe2"};
constinit const function<int(int, int, int, int*)> real_socketpair{"socketpair"};
constinit const function<int(unsigned, int)> real_eventfd{"eventfd"};
constinit const function<int(int, int)> real_timerfd_create{"timerfd_create"};

} // namespace

HEDDLE_EXPORT int pipe(int* ends) noexcept {
    if (world::simulating) frontend::refuse("pipe");
    return real_pipe(ends);
}

HEDDLE_EXPORT int pipe2(int* ends, int flags) noexcept {
    if (world::simulating) frontend::refuse("pipe2");
    return real_pipe2(ends, flags);
}

HEDDLE_EXPORT int socketpair(int domain, int type, int protocol, int* ends) noexcept {
    if (world::simulating) frontend::refuse("socketpair");
    return real_socketpair(domain, type, protocol, ends);
}

HEDDLE_EXPORT int eventfd(unsigned count, int flags) noexcept {
    if (world::simulating) frontend::refuse("eventfd");
    return real_eventfd(count, flags);
}

HEDDLE_EXPORT int timerfd_create(int clock, int flags) noexcept {
    if (world::simulating) frontend::refuse("timerfd_create");
    return real_timerfd_create(clock, flags);
}
