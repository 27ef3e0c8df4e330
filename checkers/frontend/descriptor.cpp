// Functions that take a descriptor. That of a channel (channel.hpp) is none that the kernel knows:
// it can be read, written and closed, and fcntl knows a little of it; anything else is refused. Any
// other descriptor is the library's affair, and what is done with it an external effect.
#include "frontend/caller.hpp"
#include "frontend/channel.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "frontend/standard_input.hpp"
#include "world/own_descriptor.hpp"
#include "world/world.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using real::function;

constinit const function<ssize_t(int, void*, std::size_t)> real_read{"read"};
constinit const function<ssize_t(int, void*, std::size_t, std::size_t)> real_read_chk{"__read_chk"};
constinit const function<ssize_t(int, const void*, std::size_t)> real_write{"write"};
constinit const function<int(int)> real_close{"close"};
constinit const function<int(unsigned, unsigned, int)> real_close_range{"close_range"};
constinit const function<int(int, int, long)> real_fcntl{"fcntl"};
constinit const function<int(int, int, long)> real_fcntl64{"fcntl64"};
constinit const function<int(int, unsigned long, long)> real_ioctl{"ioctl"};
constinit const function<int(int, const char*, va_list)> real_vdprintf{"vdprintf"};
constinit const function<int(pollfd*, nfds_t, int)> real_poll{"poll"};
constinit const function<int(pollfd*, nfds_t, const timespec*, const sigset_t*)> real_ppoll{
    "ppoll"};
constinit const function<int(int, fd_set*, fd_set*, fd_set*, timeval*)> real_select{"select"};
constinit const function<int(int, fd_set*, fd_set*, fd_set*, const timespec*, const sigset_t*)>
    real_pselect{"pselect"};

/// A checkpoint does not hold what the kernel knows of a file.
void note_file() noexcept {
    if (world::simulating) world::note_external_effect("the program acts on files by descriptors");
}

[[noreturn]] void refuse_channel(std::string_view name) {
    world::simulating = false; // the text is not the program's
    refuse(std::string{name} + " of a pipe or an eventfd");
}

/// Before the library's own is called.
void check(std::string_view name, std::initializer_list<int> descriptors) {
    if (std::any_of(descriptors.begin(), descriptors.end(), is_channel)) refuse_channel(name);
    note_file();
}

void check(std::string_view name, const pollfd* polled, nfds_t count) {
    for (nfds_t i = 0; i < count; ++i) {
        if (is_channel(polled[i].fd)) refuse_channel(name);
    }
    note_file();
}

void check(std::string_view name, int end, std::initializer_list<const fd_set*> sets) {
    for (const fd_set* const set : sets) {
        for (int i = 0; set != nullptr && i < std::min(end, FD_SETSIZE); ++i) {
            if (FD_ISSET(i, set) && is_channel(i)) refuse_channel(name);
        }
    }
    note_file();
}

} // namespace

HEDDLE_EXPORT ssize_t read(int descriptor, void* to, std::size_t size) {
    if (is_channel(descriptor)) return read_channel(descriptor, to, size, caller());
    note_file();
    if (world::simulating && descriptor == STDIN_FILENO) prepare_input();
    return real_read(descriptor, to, size);
}

// What -D_FORTIFY_SOURCE makes of it.
HEDDLE_EXPORT ssize_t __read_chk(int descriptor, void* to, std::size_t size, std::size_t room) {
    if (is_channel(descriptor) && size <= room) {
        return read_channel(descriptor, to, size, caller());
    }
    note_file();
    if (world::simulating && descriptor == STDIN_FILENO) prepare_input();
    return real_read_chk(descriptor, to, size, room);
}

HEDDLE_EXPORT ssize_t write(int descriptor, const void* from, std::size_t size) {
    if (is_channel(descriptor)) return write_channel(descriptor, from, size, caller());
    note_file();
    return real_write(descriptor, from, size);
}

HEDDLE_EXPORT int close(int descriptor) {
    if (is_channel(descriptor)) return close_channel(descriptor, caller());
    note_file();
    if (world::simulating && world::is_own(descriptor)) return 0;
    return real_close(descriptor);
}

// Their third argument, whatever it is and if there is one, is passed in the same register.
HEDDLE_EXPORT int fcntl(int descriptor, int command, ...) {
    va_list list;
    va_start(list, command);
    const long argument = va_arg(list, long);
    va_end(list);
    if (is_channel(descriptor)) return control_channel(descriptor, command, argument);
    note_file();
    return real_fcntl(descriptor, command, argument);
}

HEDDLE_EXPORT int fcntl64(int descriptor, int command, ...) {
    va_list list;
    va_start(list, command);
    const long argument = va_arg(list, long);
    va_end(list);
    if (is_channel(descriptor)) return control_channel(descriptor, command, argument);
    note_file();
    return real_fcntl64(descriptor, command, argument);
}

HEDDLE_EXPORT int ioctl(int descriptor, unsigned long request, ...) noexcept {
    va_list list;
    va_start(list, request);
    const long argument = va_arg(list, long);
    va_end(list);
    check("ioctl", {descriptor});
    return real_ioctl(descriptor, request, argument);
}

HEDDLE_EXPORT int vdprintf(int descriptor, const char* format, va_list list) {
    check("vdprintf", {descriptor});
    return real_vdprintf(descriptor, format, list);
}

HEDDLE_EXPORT int dprintf(int descriptor, const char* format, ...) {
    check("dprintf", {descriptor});
    va_list list;
    va_start(list, format);
    const int printed = real_vdprintf(descriptor, format, list);
    va_end(list);
    return printed;
}

HEDDLE_EXPORT int poll(pollfd* polled, nfds_t count, int timeout) {
    check("poll", polled, count);
    return real_poll(polled, count, timeout);
}

HEDDLE_EXPORT int ppoll(pollfd* polled, nfds_t count, const timespec* timeout,
                        const sigset_t* mask) {
    check("ppoll", polled, count);
    return real_ppoll(polled, count, timeout, mask);
}

HEDDLE_EXPORT int select(int end, fd_set* read, fd_set* write, fd_set* other, timeval* timeout) {
    check("select", end, {read, write, other});
    return real_select(end, read, write, other, timeout);
}

HEDDLE_EXPORT int pselect(int end, fd_set* read, fd_set* write, fd_set* other,
                          const timespec* timeout, const sigset_t* mask) {
    check("pselect", end, {read, write, other});
    return real_pselect(end, read, write, other, timeout, mask);
}

// A function of the C library by its name, exception specification, parameters and arguments, and
// those of the arguments that are descriptors: refused if one is a channel's.
#define HEDDLE_NOT_OF_CHANNELS(result, name, exceptions, parameters, arguments, ...)               \
    namespace {                                                                                    \
    constinit const function<result parameters> real_##name{#name};                                \
    }                                                                                              \
    HEDDLE_EXPORT result name parameters exceptions {                                              \
        check(#name, {__VA_ARGS__});                                                               \
        return real_##name arguments;                                                              \
    }

HEDDLE_NOT_OF_CHANNELS(ssize_t, readv, , (int d, const iovec* v, int n), (d, v, n), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, writev, , (int d, const iovec* v, int n), (d, v, n), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, pread, , (int d, void* p, std::size_t n, off_t at), (d, p, n, at),
                       d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, pread64, , (int d, void* p, std::size_t n, off64_t at),
                       (d, p, n, at), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, pwrite, , (int d, const void* p, std::size_t n, off_t at),
                       (d, p, n, at), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, pwrite64, , (int d, const void* p, std::size_t n, off64_t at),
                       (d, p, n, at), d)
HEDDLE_NOT_OF_CHANNELS(off_t, lseek, noexcept, (int d, off_t at, int from), (d, at, from), d)
HEDDLE_NOT_OF_CHANNELS(off64_t, lseek64, noexcept, (int d, off64_t at, int from), (d, at, from), d)
HEDDLE_NOT_OF_CHANNELS(int, fstat, noexcept, (int d, struct stat* s), (d, s), d)
HEDDLE_NOT_OF_CHANNELS(int, fstat64, noexcept, (int d, struct stat64* s), (d, s), d)
HEDDLE_NOT_OF_CHANNELS(int, dup, noexcept, (int d), (d), d)
HEDDLE_NOT_OF_CHANNELS(int, dup2, noexcept, (int d, int other), (d, other), d, other)
HEDDLE_NOT_OF_CHANNELS(int, dup3, noexcept, (int d, int other, int flags), (d, other, flags), d,
                       other)
HEDDLE_NOT_OF_CHANNELS(std::FILE*, fdopen, noexcept, (int d, const char* mode), (d, mode), d)
HEDDLE_NOT_OF_CHANNELS(int, epoll_ctl, noexcept, (int set, int command, int d, epoll_event* event),
                       (set, command, d, event), set, d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, send, , (int d, const void* p, std::size_t n, int flags),
                       (d, p, n, flags), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, recv, , (int d, void* p, std::size_t n, int flags),
                       (d, p, n, flags), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, sendfile, noexcept, (int to, int from, off_t* at, std::size_t n),
                       (to, from, at, n), to, from)
HEDDLE_NOT_OF_CHANNELS(ssize_t, splice, ,
                       (int from, off64_t* at, int to, off64_t* there, std::size_t n,
                        unsigned flags),
                       (from, at, to, there, n, flags), from, to)
HEDDLE_NOT_OF_CHANNELS(ssize_t, tee, , (int from, int to, std::size_t n, unsigned flags),
                       (from, to, n, flags), from, to)
HEDDLE_NOT_OF_CHANNELS(ssize_t, vmsplice, , (int d, const iovec* v, std::size_t n, unsigned flags),
                       (d, v, n, flags), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, preadv, , (int d, const iovec* v, int n, off_t at), (d, v, n, at),
                       d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, pwritev, , (int d, const iovec* v, int n, off_t at), (d, v, n, at),
                       d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, preadv2, , (int d, const iovec* v, int n, off_t at, int flags),
                       (d, v, n, at, flags), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, pwritev2, , (int d, const iovec* v, int n, off_t at, int flags),
                       (d, v, n, at, flags), d)
HEDDLE_NOT_OF_CHANNELS(int, fsync, , (int d), (d), d)
HEDDLE_NOT_OF_CHANNELS(int, fdatasync, , (int d), (d), d)
HEDDLE_NOT_OF_CHANNELS(int, isatty, noexcept, (int d), (d), d)
HEDDLE_NOT_OF_CHANNELS(int, ftruncate, noexcept, (int d, off_t size), (d, size), d)
HEDDLE_NOT_OF_CHANNELS(int, fstatat, noexcept, (int d, const char* path, struct stat* s, int flags),
                       (d, path, s, flags), d)
HEDDLE_NOT_OF_CHANNELS(int, statx, noexcept,
                       (int d, const char* path, int flags, unsigned mask, struct statx* s),
                       (d, path, flags, mask, s), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, sendmsg, , (int d, const msghdr* m, int flags), (d, m, flags), d)
HEDDLE_NOT_OF_CHANNELS(ssize_t, recvmsg, , (int d, msghdr* m, int flags), (d, m, flags), d)

HEDDLE_EXPORT int close_range(unsigned first, unsigned last, int flags) noexcept {
    constexpr unsigned beyond_channels = 1u << 17u;
    for (unsigned d = first; has_channels() && d <= std::min(last, beyond_channels); ++d) {
        if (is_channel(static_cast<int>(d))) refuse_channel("close_range");
    }
    note_file();
    int failed = 0;
    if (world::simulating && first <= last) { // what is between the runtime's own
        for (const int own : world::own_descriptors()) {
            const auto d = static_cast<unsigned>(own);
            if (d < first || d > last) continue;
            if (d > first) failed |= real_close_range(first, d - 1, flags);
            first = d + 1;
        }
        if (first > last) return failed;
    }
    return failed | real_close_range(first, last, flags);
}

HEDDLE_EXPORT void closefrom(int first) noexcept {
    close_range(static_cast<unsigned>(std::max(first, 0)), std::numeric_limits<unsigned>::max(), 0);
}
