// POSIX condition variables. A wait is four steps, each visible to the search: join the waiters,
// unlock the mutex, be woken (or, with a deadline, give up), lock the mutex again.
#include "frontend/caller.hpp"
#include "frontend/execution.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/mutex.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"
#include "frontend/time_point.hpp"
#include "world/hooks.hpp"
#include "world/objects.hpp"
#include "world/world.hpp"

#include <cerrno>
#include <utility>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::operation_code;
using real::function;

constinit const function<int(pthread_cond_t*, const pthread_condattr_t*)> real_init{
    "pthread_cond_init"};
constinit const function<int(pthread_cond_t*)> real_destroy{"pthread_cond_destroy"};
constinit const function<int(pthread_cond_t*)> real_signal{"pthread_cond_signal"};
constinit const function<int(pthread_cond_t*)> real_broadcast{"pthread_cond_broadcast"};
constinit const function<int(pthread_cond_t*, pthread_mutex_t*)> real_wait{"pthread_cond_wait"};
constinit const function<int(pthread_cond_t*, pthread_mutex_t*, const timespec*)> real_timed_wait{
    "pthread_cond_timedwait"};
constinit const function<int(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*)>
    real_clock_wait{"pthread_cond_clockwait"};

constinit std::uint64_t woke_spuriously = 0; // a bit for each thread that has had its chance

world::outcome act(operation_code code, const pthread_cond_t* condition, std::uintptr_t pc) {
    constexpr std::uint8_t size = 8; // of the part that stands for it
    return act_on(condition, size, code, graph::memory_order::relaxed, pc);
}

/// The wait proper; the mutex is not held. Returns whether it ended without a notification.
bool sleep_on(const pthread_cond_t* condition, bool may_give_up, std::uintptr_t pc) {
    if (may_give_up) return act(operation_code::condition_timed_wake, condition, pc).updated;
    act(operation_code::condition_wake, condition, pc);
    return false;
}

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex, std::uint64_t deadline,
         std::uintptr_t pc) {
    if (!is_held_by_self(mutex)) {
        report_bug(verdict::lock_misuse,
                   "a thread waits on a condition variable without holding the mutex");
    }
    const bool timed = deadline != never;
    const std::uint64_t my_bit = graph::waiter_bit(world::self());
    const bool spurious = !timed && world::spurious_allowed() && (woke_spuriously & my_bit) == 0;

    act(operation_code::condition_enqueue, condition, pc);
    const std::uint32_t depth = std::exchange(world::recursion_of(address_of(mutex)), 0);
    unlock_mutex(mutex, pc);
    const bool gave_up = sleep_on(condition, timed || spurious, pc);
    if (gave_up && timed) pass_until(deadline);
    if (gave_up && spurious) woke_spuriously |= my_bit;
    if (const int error = lock_mutex(mutex, pc); error != 0) return error; // of a robust mutex
    if (depth > 0) world::recursion_of(address_of(mutex)) = depth;
    return gave_up && timed ? ETIMEDOUT : 0;
}

int wait_until(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
               const timespec& time, std::uintptr_t pc) {
    if (!is_valid(time)) return EINVAL;
    return wait(condition, mutex, deadline_of(clock, time), pc);
}

/// The clock of pthread_condattr_setclock, where glibc keeps it.
clockid_t clock_of(const pthread_cond_t* condition) noexcept {
    constexpr unsigned monotonic_bit = 2;
    return (condition->__data.__wrefs & monotonic_bit) != 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

} // namespace

namespace heddle::frontend {

void register_conditions() {
    world::keep_in_checkpoints(&woke_spuriously, sizeof woke_spuriously);
}

void reset_conditions() noexcept {
    woke_spuriously = 0;
}

} // namespace heddle::frontend

HEDDLE_EXPORT int pthread_cond_init(pthread_cond_t* condition,
                                    const pthread_condattr_t* attributes) noexcept {
    if (world::simulating) world::access(address_of(condition), sizeof *condition, true, caller());
    return real_init(condition, attributes);
}

// The real one would wait for real waiters, of which there are none.
HEDDLE_EXPORT int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
    return world::simulating ? 0 : real_destroy(condition);
}

HEDDLE_EXPORT int pthread_cond_signal(pthread_cond_t* condition) noexcept {
    if (!world::simulating) return real_signal(condition);
    act(operation_code::condition_notify_one, condition, caller());
    return 0;
}

HEDDLE_EXPORT int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
    if (!world::simulating) return real_broadcast(condition);
    act(operation_code::condition_notify_all, condition, caller());
    return 0;
}

HEDDLE_EXPORT int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    if (!world::simulating) return real_wait(condition, mutex);
    return wait(condition, mutex, never, caller());
}

HEDDLE_EXPORT int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                         const timespec* time) {
    if (!world::simulating) return real_timed_wait(condition, mutex, time);
    return wait_until(condition, mutex, clock_of(condition), *time, caller());
}

HEDDLE_EXPORT int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                         clockid_t clock, const timespec* time) {
    if (!world::simulating) return real_clock_wait(condition, mutex, clock, time);
    if (!can_time_a_wait(clock)) return EINVAL;
    return wait_until(condition, mutex, clock, *time, caller());
}
