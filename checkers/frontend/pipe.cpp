// What makes channels, and what there is for eventfds alone (channel.hpp). Before main they would
// be the kernel's, and are refused.
#include "frontend/caller.hpp"
#include "frontend/channel.hpp"
#include "frontend/refused.hpp"
#include "world/program.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using real::function;

constinit const function<int(int*)> real_pipe{"pipe"};
constinit const function<int(int*, int)> real_pipe2{"pipe2"};
constinit const function<int(unsigned, int)> real_eventfd{"eventfd"};
constinit const function<int(int, eventfd_t*)> real_eventfd_read{"eventfd_read"};
constinit const function<int(int, eventfd_t)> real_eventfd_write{"eventfd_write"};

} // namespace

HEDDLE_EXPORT int pipe(int* ends) noexcept {
    if (world::simulating) return make_pipe(ends, 0, caller());
    if (world::starting()) refuse_before_main("pipe");
    return real_pipe(ends);
}

HEDDLE_EXPORT int pipe2(int* ends, int flags) noexcept {
    if (world::simulating) return make_pipe(ends, flags, caller());
    if (world::starting()) refuse_before_main("pipe2");
    return real_pipe2(ends, flags);
}

HEDDLE_EXPORT int eventfd(unsigned count, int flags) noexcept {
    if (world::simulating) return make_event_count(count, flags);
    if (world::starting()) refuse_before_main("eventfd");
    return real_eventfd(count, flags);
}

HEDDLE_EXPORT int eventfd_read(int descriptor, eventfd_t* value) {
    if (!is_channel(descriptor)) return real_eventfd_read(descriptor, value);
    const auto got = read_channel(descriptor, value, sizeof *value, caller());
    return got == sizeof *value ? 0 : -1;
}

HEDDLE_EXPORT int eventfd_write(int descriptor, eventfd_t value) {
    if (!is_channel(descriptor)) return real_eventfd_write(descriptor, value);
    const auto put = write_channel(descriptor, &value, sizeof value, caller());
    return put == sizeof value ? 0 : -1;
}

// Sockets go both ways, and on beyond the process; timers need a time that passes by itself.
HEDDLE_REFUSED(int, socketpair, noexcept, (int domain, int type, int protocol, int* ends),
               (domain, type, protocol, ends))
HEDDLE_REFUSED(int, timerfd_create, noexcept, (int clock, int flags), (clock, flags))
