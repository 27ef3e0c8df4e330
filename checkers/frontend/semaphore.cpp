// POSIX semaphores without a name. The count that one starts with is in its memory, where the C
// library has written it; the simulation keeps the rest.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"
#include "frontend/time_point.hpp"
#include "world/world.hpp"

#include <fcntl.h>
#include <semaphore.h>

#include <cerrno>
#include <cstdarg>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::memory_order;
using graph::operation_code;
using real::function;

static_assert(graph::greatest_semaphore_count == SEM_VALUE_MAX);

constinit const function<int(sem_t*, int, unsigned)> real_init{"sem_init"};
constinit const function<int(sem_t*)> real_destroy{"sem_destroy"};
constinit const function<int(sem_t*)> real_wait{"sem_wait"};
constinit const function<int(sem_t*)> real_try_wait{"sem_trywait"};
constinit const function<int(sem_t*, const timespec*)> real_timed_wait{"sem_timedwait"};
constinit const function<int(sem_t*, clockid_t, const timespec*)> real_clock_wait{"sem_clockwait"};
constinit const function<int(sem_t*)> real_post{"sem_post"};
constinit const function<int(sem_t*, int*)> real_get_value{"sem_getvalue"};
constinit const function<sem_t*(const char*, int, mode_t, unsigned)> real_open{"sem_open"};

constexpr unsigned destroyed = ~0u; // no count is as great

/// The first word of a semaphore: its count.
unsigned& word_of(sem_t* semaphore) {
    return *reinterpret_cast<unsigned*>(semaphore);
}

int fail(int error) {
    errno = error;
    return -1;
}

void check(sem_t* semaphore) {
    if (word_of(semaphore) == destroyed) {
        report_bug(verdict::lock_misuse, "use of a destroyed semaphore");
    }
}

world::outcome act(operation_code code, memory_order order, sem_t* semaphore, std::uintptr_t pc) {
    check(semaphore);
    return act_on(semaphore, sizeof(unsigned), code, order, pc);
}

int wait(sem_t* semaphore, std::uintptr_t pc) {
    check(semaphore);
    act_when_possible(semaphore, sizeof(unsigned), operation_code::semaphore_wait,
                      memory_order::acquire, pc);
    return 0;
}

int try_wait(sem_t* semaphore, int error, std::uintptr_t pc) {
    const auto result =
        act(operation_code::semaphore_try_wait, memory_order::acquire, semaphore, pc);
    return result.updated ? 0 : fail(error);
}

/// To wait and then get the semaphore is the same as to arrive later: only a wait in vain is left.
int wait_until(sem_t* semaphore, clockid_t clock, const timespec& time, std::uintptr_t pc) {
    if (!is_valid(time)) return fail(EINVAL); // glibc looks at it first
    const std::uint64_t deadline = deadline_of(clock, time);
    if (deadline == never) return wait(semaphore, pc);
    if (try_wait(semaphore, ETIMEDOUT, pc) == 0) return 0;
    pass_until(deadline);
    return -1;
}

} // namespace

HEDDLE_EXPORT int sem_init(sem_t* semaphore, int shared, unsigned count) noexcept {
    if (world::simulating) world::access(address_of(semaphore), sizeof *semaphore, true, caller());
    return real_init(semaphore, shared, count);
}

HEDDLE_EXPORT int sem_destroy(sem_t* semaphore) noexcept {
    if (!world::simulating) return real_destroy(semaphore);
    if (word_of(semaphore) == destroyed) {
        report_bug(verdict::lock_misuse, "a semaphore is destroyed twice");
    }
    world::access(address_of(semaphore), sizeof *semaphore, true, caller());
    word_of(semaphore) = destroyed;
    return 0;
}

HEDDLE_EXPORT int sem_wait(sem_t* semaphore) {
    return world::simulating ? wait(semaphore, caller()) : real_wait(semaphore);
}

HEDDLE_EXPORT int sem_trywait(sem_t* semaphore) noexcept {
    return world::simulating ? try_wait(semaphore, EAGAIN, caller()) : real_try_wait(semaphore);
}

HEDDLE_EXPORT int sem_timedwait(sem_t* semaphore, const timespec* time) {
    if (!world::simulating) return real_timed_wait(semaphore, time);
    return wait_until(semaphore, CLOCK_REALTIME, *time, caller());
}

HEDDLE_EXPORT int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* time) {
    if (!world::simulating) return real_clock_wait(semaphore, clock, time);
    if (!can_time_a_wait(clock)) return fail(EINVAL);
    return wait_until(semaphore, clock, *time, caller());
}

HEDDLE_EXPORT int sem_post(sem_t* semaphore) noexcept {
    if (!world::simulating) return real_post(semaphore);
    const auto result =
        act(operation_code::semaphore_post, memory_order::release, semaphore, caller());
    return result.updated ? 0 : fail(EOVERFLOW);
}

HEDDLE_EXPORT int sem_getvalue(sem_t* semaphore, int* count) noexcept {
    if (!world::simulating) return real_get_value(semaphore, count);
    const auto result =
        act(operation_code::semaphore_value, memory_order::relaxed, semaphore, caller());
    *count = static_cast<int>(result.seen.low);
    return 0;
}

// One with a name is for processes to share.
HEDDLE_EXPORT sem_t* sem_open(const char* name, int flags, ...) noexcept {
    if (world::simulating) refuse("sem_open");
    if ((flags & O_CREAT) == 0) return real_open(name, flags, 0u, 0u);
    va_list list;
    va_start(list, flags);
    const mode_t mode = va_arg(list, mode_t);
    const unsigned count = va_arg(list, unsigned);
    va_end(list);
    return real_open(name, flags, mode, count);
}
