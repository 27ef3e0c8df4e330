// The state of a channel (how many bytes are in it, or how high it has counted, and which ends are
// closed) is a location, like a semaphore's count: a read or a write is one operation, which waits
// until the state lets it take place, and the operations on one channel have one order. What is in
// a pipe is a list of messages, which only changes right behind such an operation.
//
// As in the kernel, where each call holds the channel's lock, an operation happens before the next
// one that finds something changed. POSIX does not list read and write among what synchronizes
// memory [XBD 4.15.2]; but whoever gets a byte does so after it was sent, and ThreadSanitizer, too,
// has the write happen before the read. Attempts in vain (O_NONBLOCK) are sequentially consistent
// loads: threads that find two channels empty agree about which was filled first.
#include "frontend/channel.hpp"

#include "frontend/caller.hpp"
#include "frontend/execution.hpp"
#include "frontend/failure.hpp"
#include "frontend/signal.hpp"
#include "world/heap.hpp"
#include "world/hooks.hpp"
#include "world/world.hpp"

#include <fcntl.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::memory_order;
using graph::operation_code;

/// What one write has put into a pipe. The bytes follow.
struct message {
    message* next;
    std::size_t begin, end; // of what is left
};

/// In the heap of the thread that made it.
struct alignas(16) channel {
    graph::value state; // that it starts with
    channel* previous;  // made by the same thread
    message* first;     // in a pipe
    message* last;
    std::uint32_t rank;
    bool is_pipe;
    bool counts_down;         // EFD_SEMAPHORE
    std::array<int, 2> flags; // F_GETFL, by end
    std::array<int, 2> descriptor_flags;
    std::array<std::uint32_t, 2> closed_by; // thread + 1, by end
};

/// The place of a pipe's end, among its two; an eventfd has but the first.
enum end_of_pipe : unsigned { reading = 0, writing = 1 };

struct descriptor {
    channel* of = nullptr;
    unsigned end = reading;
};

constexpr std::uint64_t capacity_of_pipe = 65'536; // pipe(7)
constexpr std::uint64_t greatest_count = UINT64_MAX - 1;

/// Numbers above those that the kernel has given out (the lowest that is free), and as far as
/// possible below FD_SETSIZE. Each thread has its own, so that which one a channel gets depends on
/// what its thread did before and on nothing else; none is used again in an execution.
constexpr int first_number = 512;
constexpr std::uint32_t most_of_a_thread = 512;

/// By thread: the last one that it made.
constinit std::array<channel*, graph::max_threads> newest{};
constinit bool any = false; // in this execution

int number_of(std::uint32_t rank, graph::thread_id thread, unsigned end) noexcept {
    return first_number + static_cast<int>((rank * graph::max_threads + thread) * 2 + end);
}

descriptor find(int number) noexcept {
    if (!any || number < first_number) return {};
    const auto distance = static_cast<std::uint32_t>(number - first_number);
    const std::uint32_t index = distance / 2;
    const std::size_t rank = index / graph::max_threads;
    channel* c = newest[index % graph::max_threads];
    while (c != nullptr && c->rank > rank) c = c->previous;
    if (c == nullptr || c->rank != rank || (!c->is_pipe && distance % 2 != 0)) return {};
    return {c, distance % 2};
}

int fail(int error) {
    errno = error;
    return -1;
}

/// A channel without content; null, and errno, if there are too many.
channel* make(bool is_pipe) {
    const graph::thread_id self = world::self();
    const std::uint32_t rank = newest[self] == nullptr ? 0 : newest[self]->rank + 1;
    void* const memory = rank < most_of_a_thread ? world::heap::reserve(sizeof(channel)) : nullptr;
    if (memory == nullptr) {
        errno = EMFILE;
        return nullptr;
    }
    auto* const made = static_cast<channel*>(memory);
    made->previous = newest[self];
    made->rank = rank;
    made->is_pipe = is_pipe;
    newest[self] = made;
    any = true;
    world::note_effect();
    std::array<char, 48> name{};
    const char* const kind = is_pipe ? "pipe" : "eventfd";
    if (self == 0) {
        std::snprintf(name.data(), name.size(), "%s_%u", kind, rank + 1);
    } else {
        std::snprintf(name.data(), name.size(), "%s_%u_of_thread_%u", kind, rank + 1, self);
    }
    world::annotate(address_of(made), sizeof *made, name.data());
    return made;
}

world::outcome act(const channel& on, operation_code code, graph::value operand,
                   std::uintptr_t pc) {
    for (;;) {
        const world::outcome result = world::perform({.code = code,
                                                      .order = memory_order::seq_cst,
                                                      .failure_order = memory_order::seq_cst,
                                                      .size = sizeof on.state,
                                                      .address = address_of(&on),
                                                      .pc = pc,
                                                      .operand = operand,
                                                      .expected = {}});
        if (!result.blocked) return result;
    }
}

bool may_wait(const descriptor& d) noexcept {
    return (d.of->flags[d.end] & O_NONBLOCK) == 0;
}

std::byte* bytes_of(message& m) noexcept {
    return reinterpret_cast<std::byte*>(&m + 1);
}

void append(channel& pipe, const void* bytes, std::size_t size) {
    auto* const added = static_cast<message*>(world::heap::reserve(sizeof(message) + size));
    if (added == nullptr) refuse("so much data in pipes");
    added->end = size;
    std::memcpy(bytes_of(*added), bytes, size);
    (pipe.last == nullptr ? pipe.first : pipe.last->next) = added;
    pipe.last = added;
}

void take_first(channel& pipe, void* to, std::size_t size) {
    auto* at = static_cast<std::byte*>(to);
    while (size > 0) {
        message& m = *pipe.first;
        const std::size_t part = std::min(size, m.end - m.begin);
        std::memcpy(at, bytes_of(m) + m.begin, part);
        at += part;
        size -= part;
        m.begin += part;
        if (m.begin != m.end) break;
        pipe.first = m.next;
        if (pipe.first == nullptr) pipe.last = nullptr;
    }
}

/// A thread's own mistake gets its error number. What another has closed is another matter: the
/// thread may have waited before that (and waits on, in Linux), and the number may be the next
/// file's.
int use_closed(const descriptor& d) {
    if (d.of->closed_by[d.end] == world::self() + 1) return fail(EBADF);
    refuse("the use of a descriptor that another thread has closed");
}

int write_in_vain() {
    if (is_blocked(SIGPIPE)) refuse("a signal (SIGPIPE) that comes while it is blocked");

    struct sigaction now {};

    sigaction(SIGPIPE, nullptr, &now);
    if (now.sa_handler == SIG_IGN) return fail(EPIPE);
    report_bug(verdict::crash, "SIGPIPE: a write to a pipe that nobody can read any more");
}

} // namespace

namespace heddle::frontend {

void register_channels() {
    world::keep_in_checkpoints(&newest, sizeof newest);
    world::keep_in_checkpoints(&any, sizeof any);
}

void reset_channels() noexcept {
    if (any) newest.fill(nullptr);
    any = false;
}

bool is_channel(int number) noexcept {
    return world::simulating && find(number).of != nullptr;
}

bool has_channels() noexcept {
    return any;
}

int make_pipe(int* ends, int flags, std::uintptr_t pc) {
    if ((flags & O_DIRECT) != 0) refuse("pipe2 with O_DIRECT");
    if ((flags & ~(O_NONBLOCK | O_CLOEXEC)) != 0) return fail(EINVAL);
    channel* const made = make(true);
    if (made == nullptr) return -1;
    const int kept = flags & O_NONBLOCK;
    made->flags = {O_RDONLY | kept, O_WRONLY | kept};
    made->descriptor_flags.fill((flags & O_CLOEXEC) != 0 ? FD_CLOEXEC : 0);
    const graph::thread_id self = world::self();
    world::access(address_of(ends), 2 * sizeof *ends, true, pc);
    for (const unsigned end : {reading, writing}) ends[end] = number_of(made->rank, self, end);
    return 0;
}

int make_event_count(unsigned count, int flags) {
    if ((flags & ~(EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC)) != 0) return fail(EINVAL);
    channel* const made = make(false);
    if (made == nullptr) return -1;
    made->state.low = count;
    made->counts_down = (flags & EFD_SEMAPHORE) != 0;
    made->flags.fill(O_RDWR | (flags & EFD_NONBLOCK));
    made->descriptor_flags.fill((flags & EFD_CLOEXEC) != 0 ? FD_CLOEXEC : 0);
    return number_of(made->rank, world::self(), 0);
}

ssize_t read_channel(int number, void* to, std::size_t size, std::uintptr_t pc) {
    const descriptor d = find(number);
    channel& c = *d.of;
    if (c.is_pipe && d.end != reading) return fail(EBADF);
    if (c.is_pipe && size == 0) return 0;
    if (!c.is_pipe && size < sizeof(eventfd_t)) return fail(EINVAL);
    const std::uint64_t most = c.is_pipe ? size : c.counts_down ? 1 : UINT64_MAX;
    const auto code = may_wait(d) ? operation_code::channel_take : operation_code::channel_try_take;
    const world::outcome result = act(c, code, {most, 0}, pc);
    if (!result.updated) {
        if ((result.seen.high & graph::taking_end) != 0) return use_closed(d);
        return (result.seen.high & graph::putting_end) != 0 ? 0 : fail(EAGAIN);
    }
    const eventfd_t taken = std::min(result.seen.low, most);
    if (c.is_pipe) {
        take_first(c, to, taken);
    } else {
        std::memcpy(to, &taken, sizeof taken);
    }
    const std::size_t written = c.is_pipe ? taken : sizeof taken;
    world::access(address_of(to), written, true, pc);
    return static_cast<ssize_t>(written);
}

ssize_t write_channel(int number, const void* from, std::size_t size, std::uintptr_t pc) {
    const descriptor d = find(number);
    channel& c = *d.of;
    if (c.is_pipe && d.end != writing) return fail(EBADF);
    if (c.is_pipe && size == 0) return 0;
    if (c.is_pipe && size > PIPE_BUF) {
        refuse("a write of more than PIPE_BUF bytes to a pipe, which others may come between");
    }
    if (!c.is_pipe && size < sizeof(eventfd_t)) return fail(EINVAL);
    eventfd_t amount = size;
    if (!c.is_pipe) size = sizeof amount;
    world::access(address_of(from), size, false, pc);
    if (!c.is_pipe) {
        std::memcpy(&amount, from, sizeof amount);
        if (amount > greatest_count) return fail(EINVAL);
    }
    const auto code = may_wait(d) ? operation_code::channel_put : operation_code::channel_try_put;
    const std::uint64_t capacity = c.is_pipe ? capacity_of_pipe : greatest_count;
    const world::outcome result = act(c, code, {amount, capacity}, pc);
    if (!result.updated) {
        if ((result.seen.high & graph::putting_end) != 0) return use_closed(d);
        return (result.seen.high & graph::taking_end) != 0 ? write_in_vain() : fail(EAGAIN);
    }
    if (c.is_pipe) append(c, from, size);
    return static_cast<ssize_t>(size);
}

int close_channel(int number, std::uintptr_t pc) {
    const descriptor d = find(number);
    const std::uint64_t ends = !d.of->is_pipe     ? graph::taking_end | graph::putting_end
                               : d.end == reading ? graph::taking_end
                                                  : graph::putting_end;
    if (!act(*d.of, operation_code::channel_close, {0, ends}, pc).updated) return use_closed(d);
    d.of->closed_by[d.end] = world::self() + 1;
    return 0;
}

int control_channel(int number, int command, long argument) {
    const descriptor d = find(number);
    int& flags = d.of->flags[d.end];
    if (d.of->closed_by[d.end] != 0) return use_closed(d);
    switch (command) {
    case F_GETFD: return d.of->descriptor_flags[d.end];
    case F_SETFD: d.of->descriptor_flags[d.end] = static_cast<int>(argument) & FD_CLOEXEC; return 0;
    case F_GETFL: return flags;
    case F_SETFL: {
        constexpr int changeable = O_APPEND | O_ASYNC | O_DIRECT | O_NOATIME | O_NONBLOCK;
        const int wanted = static_cast<int>(argument) & changeable;
        if ((wanted & ~O_NONBLOCK) != 0) refuse("these flags of a pipe or an eventfd (fcntl)");
        const int changed = (flags & ~O_NONBLOCK) | wanted;
        // It is no operation: other threads' reads and writes would come before or after it.
        if (changed != flags && !world::is_alone()) {
            refuse("fcntl(F_SETFL) of a pipe or an eventfd beside other threads");
        }
        flags = changed;
        return 0;
    }
    default: refuse("fcntl of a pipe or an eventfd, but for F_GETFL, F_SETFL, F_GETFD, F_SETFD");
    }
}

} // namespace heddle::frontend
