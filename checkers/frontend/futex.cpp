// Futexes, on which libstdc++ builds std::atomic::wait, the semaphores, latches, barriers and
// futures. The waiters of a word are an object of their own, apart from the word, which is an
// atomic of the program's.
//
// The kernel compares the word with the expected value and queues the thread up while it holds a
// lock that a wake takes too (kernel/futex: "the waker, by taking the hash bucket lock, sees either
// the waiter or made it see the new value"). So does this: a wait locks the queue, loads the word,
// and unlocks the queue, joining it if the word was as expected; then it is woken or times out.
//
// Happens-before: a wake publishes; a later wait, and whoever is woken, get it. Hence the load
// cannot miss what was stored before a wake that came too early to wake this thread.
#include "frontend/futex.hpp"

#include "frontend/failure.hpp"
#include "frontend/time_point.hpp"
#include "world/objects.hpp"
#include "world/world.hpp"

#include <linux/futex.h>

#include <algorithm>
#include <bit>
#include <cerrno>

namespace heddle::frontend {
namespace {

using graph::memory_order;
using graph::operation_code;

int fail(int error) {
    errno = error;
    return -1;
}

world::outcome act(operation_code code, memory_order order, std::uintptr_t word, std::uintptr_t pc,
                   std::uint64_t operand = 0) {
    return world::perform({.code = code,
                           .order = order,
                           .failure_order = memory_order::acquire, // of a timed wait: woken
                           .size = sizeof(int), // as large as its word: the next may lie beside it
                           .address = world::futex_queue_of(word),
                           .pc = pc,
                           .operand = {operand, 0},
                           .expected = {}});
}

int wait(std::uintptr_t word, std::uint32_t expected, std::uint64_t deadline, std::uintptr_t pc) {
    while (act(operation_code::futex_enter, memory_order::acquire, word, pc).blocked) {
    }
    world::full_barrier(pc); // the kernel's, before it looks at the word
    const auto seen = world::perform({.code = operation_code::load,
                                      .size = sizeof expected,
                                      .address = word,
                                      .pc = pc,
                                      .operand = {},
                                      .expected = {}})
                          .seen;
    if (seen.low != expected) {
        act(operation_code::futex_leave, memory_order::relaxed, word, pc);
        return fail(EAGAIN);
    }
    act(operation_code::futex_enqueue, memory_order::relaxed, word, pc);
    if (deadline == never) {
        act(operation_code::condition_wake, memory_order::acquire, word, pc);
        return 0;
    }
    if (!act(operation_code::condition_timed_wake, memory_order::relaxed, word, pc).updated) {
        return 0;
    }
    pass_until(deadline);
    return fail(ETIMEDOUT);
}

int wake(std::uintptr_t word, int count, std::uintptr_t pc) {
    const auto wanted =
        static_cast<std::uint64_t>(std::max(count, 1)); // the kernel wakes one for 0
    for (;;) {
        const auto result =
            act(operation_code::futex_wake, memory_order::release, word, pc, wanted);
        if (result.blocked) continue;
        const auto waiters = static_cast<std::uint64_t>(std::popcount(result.seen.low));
        return static_cast<int>(std::min(waiters, wanted));
    }
}

/// FUTEX_WAIT takes a duration, FUTEX_WAIT_BITSET a point in time.
std::uint64_t deadline_of_wait(const timespec* time, bool is_duration, clockid_t clock) {
    if (time == nullptr) return never;
    if (!is_duration) return deadline_of(clock, *time);
    const std::uint64_t duration = nanoseconds_of(*time);
    return duration >= never ? never : std::min(never, world::now() + duration);
}

} // namespace

long futex(const long (&arguments)[6], std::uintptr_t pc) {
    const auto word = static_cast<std::uintptr_t>(arguments[0]);
    const auto operation = static_cast<int>(arguments[1]);
    const auto number = static_cast<std::uint32_t>(arguments[2]);
    const auto* const time = reinterpret_cast<const timespec*>(arguments[3]);
    const auto bits = static_cast<std::uint32_t>(arguments[5]);
    if (word % sizeof(std::uint32_t) != 0) return fail(EINVAL);

    const int command = operation & FUTEX_CMD_MASK;
    const bool is_wait = command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
    const bool is_wake = command == FUTEX_WAKE || command == FUTEX_WAKE_BITSET;
    if (!is_wait && !is_wake) refuse("a futex operation other than FUTEX_WAIT and FUTEX_WAKE");
    if (command == FUTEX_WAIT_BITSET || command == FUTEX_WAKE_BITSET) {
        if (bits == 0) return fail(EINVAL);
        if (bits != FUTEX_BITSET_MATCH_ANY) refuse("a futex with a bitset");
    }
    if (is_wake) return wake(word, static_cast<int>(number), pc);
    if (time != nullptr && (!is_valid(*time) || time->tv_sec < 0)) return fail(EINVAL);
    const clockid_t clock =
        (operation & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
    return wait(word, number, deadline_of_wait(time, command == FUTEX_WAIT, clock), pc);
}

} // namespace heddle::frontend
