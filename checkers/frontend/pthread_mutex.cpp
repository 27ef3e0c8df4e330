// POSIX mutexes: normal, recursive and error-checking. Which kind one is, the C library has written
// into it; whether it is held, only the simulation knows.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/mutex.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"
#include "frontend/time_point.hpp"
#include "world/objects.hpp"
#include "world/world.hpp"

#include <cerrno>
#include <string>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::memory_order;
using graph::operation_code;
using real::function;

using plain_function = int(pthread_mutex_t*);

constinit const function<int(pthread_mutex_t*, const pthread_mutexattr_t*)> real_init{
    "pthread_mutex_init"};
constinit const function<plain_function> real_destroy{"pthread_mutex_destroy"};
constinit const function<plain_function> real_lock{"pthread_mutex_lock"};
constinit const function<plain_function> real_try_lock{"pthread_mutex_trylock"};
constinit const function<int(pthread_mutex_t*, const timespec*)> real_timed_lock{
    "pthread_mutex_timedlock"};
constinit const function<int(pthread_mutex_t*, clockid_t, const timespec*)> real_clock_lock{
    "pthread_mutex_clocklock"};
constinit const function<plain_function> real_consistent{"pthread_mutex_consistent"};
constinit const function<plain_function> real_unlock{"pthread_mutex_unlock"};

enum class kind { normal, recursive, error_checking };

constexpr std::uint8_t size = 8; // of the part that stands for it
constexpr int destroyed = -1;    // what the C library, too, leaves in a destroyed mutex

// glibc's layout of __kind.
constexpr int type_mask = 3;
constexpr int robust_bit = 16;
constexpr int known_bits = 0x3ff;

std::uint32_t& owner_of(const pthread_mutex_t* mutex) {
    return world::owner_of(address_of(mutex));
}

// The memory of a mutex says whether it is held, as the C library has it: so does that of a copy,
// however it was made. (Other bits are a ceiling.)
constexpr int held_bit = 1;

void set_owner(pthread_mutex_t* mutex, std::uint32_t owner) {
    owner_of(mutex) = owner;
    mutex->__data.__lock =
        owner == 0 ? mutex->__data.__lock & ~held_bit : mutex->__data.__lock | held_bit;
}

kind kind_of(const pthread_mutex_t* mutex) {
    const int bits = mutex->__data.__kind;
    if (bits == destroyed) report_bug(verdict::lock_misuse, "use of a destroyed mutex");
    if ((bits & ~known_bits) != 0) {
        report_bug(verdict::lock_misuse, "use of a mutex that was never initialized");
    }
    if ((mutex->__data.__lock & held_bit) != 0 && owner_of(mutex) == 0) {
        report_bug(verdict::lock_misuse,
                   "use of a copy of a mutex, made while that was held: the copy is held, too, and "
                   "nobody can unlock it");
    }
    // A priority protocol says when a thread runs, and any time is looked at.
    switch (bits & type_mask) {
    case PTHREAD_MUTEX_RECURSIVE_NP: return kind::recursive;
    case PTHREAD_MUTEX_ERRORCHECK_NP: return kind::error_checking;
    default: return kind::normal; // PTHREAD_MUTEX_ADAPTIVE_NP differs in speed only
    }
}

bool is_robust(const pthread_mutex_t* mutex) {
    return (mutex->__data.__kind & robust_bit) != 0;
}

// In the owner's word: the mutex was abandoned, and its owner has not said that it is consistent.
constexpr std::uint32_t inconsistent = ~world::owner_mask;

// What a lock operation that did not find the mutex held has come to.
int taken(pthread_mutex_t* mutex, const world::outcome& result) {
    if (!result.updated) return ENOTRECOVERABLE;
    set_owner(mutex, world::self() + 1);
    if (result.seen.high != graph::mutex_abandoned.high) return 0;
    owner_of(mutex) |= inconsistent;
    return EOWNERDEAD;
}

int try_lock_mutex(pthread_mutex_t* mutex, std::uintptr_t pc) {
    if (kind_of(mutex) == kind::recursive && is_held_by_self(mutex)) {
        ++world::recursion_of(address_of(mutex));
        return 0;
    }
    const auto result =
        act_on(mutex, size, operation_code::mutex_try_lock, memory_order::acquire, pc);
    return !result.updated && result.seen != graph::mutex_lost ? EBUSY : taken(mutex, result);
}

/// To wait and then get the mutex is the same as to arrive later: only a wait in vain is left.
int lock_mutex_until(pthread_mutex_t* mutex, clockid_t clock, const timespec& time,
                     std::uintptr_t pc) {
    if (kind_of(mutex) == kind::error_checking && is_held_by_self(mutex)) return EDEADLK;
    const std::uint64_t deadline = deadline_of(clock, time);
    if (deadline == never) return is_valid(time) ? lock_mutex(mutex, pc) : EINVAL;
    if (const int error = try_lock_mutex(mutex, pc); error != EBUSY) return error;
    if (!is_valid(time)) return EINVAL; // looked at only if the mutex is not free, says POSIX
    pass_until(deadline);
    return ETIMEDOUT;
}

[[noreturn]] void report_bad_unlock(std::uint32_t owner) {
    const auto self = std::to_string(world::self());
    world::simulating = false;
    report_bug(verdict::lock_misuse, owner == 0
                                         ? "thread " + self + " unlocks a mutex that is not locked"
                                         : "thread " + self + " unlocks a mutex that thread " +
                                               std::to_string(owner - 1) + " holds");
}

} // namespace

namespace heddle::frontend {

bool is_held_by_self(const pthread_mutex_t* mutex) {
    return (owner_of(mutex) & world::owner_mask) == world::self() + 1;
}

int lock_mutex(pthread_mutex_t* mutex, std::uintptr_t pc) {
    const kind what = kind_of(mutex);
    if (what != kind::normal && is_held_by_self(mutex)) {
        if (what == kind::error_checking) return EDEADLK;
        ++world::recursion_of(address_of(mutex));
        return 0;
    }
    return taken(mutex, act_when_possible(mutex, size, operation_code::mutex_lock,
                                          memory_order::acquire, pc));
}

int unlock_mutex(pthread_mutex_t* mutex, std::uintptr_t pc) {
    const kind what = kind_of(mutex);
    if (!is_held_by_self(mutex)) {
        if (what == kind::normal && !is_robust(mutex)) report_bad_unlock(owner_of(mutex));
        return EPERM;
    }
    if (what == kind::recursive) {
        if (auto& depth = world::recursion_of(address_of(mutex)); depth > 0) {
            --depth;
            return 0;
        }
    }
    const bool is_lost = (owner_of(mutex) & inconsistent) != 0;
    set_owner(mutex, 0);
    act_on(mutex, size, operation_code::mutex_unlock, memory_order::release, pc,
           is_lost ? graph::mutex_lost : graph::value{});
    return 0;
}

void abandon_mutexes() {
    const auto is_robust_at = [](std::uintptr_t address) {
        return is_robust(reinterpret_cast<const pthread_mutex_t*>(address));
    };
    while (const std::uintptr_t address = world::find_held(is_robust_at)) {
        auto* const mutex = reinterpret_cast<pthread_mutex_t*>(address);
        set_owner(mutex, 0);
        world::recursion_of(address) = 0;
        act_on(mutex, size, operation_code::mutex_unlock, memory_order::release, 0,
               graph::mutex_abandoned);
    }
}

} // namespace heddle::frontend

HEDDLE_EXPORT int pthread_mutex_init(pthread_mutex_t* mutex,
                                     const pthread_mutexattr_t* attributes) noexcept {
    if (world::simulating) world::access(address_of(mutex), sizeof *mutex, true, caller());
    return real_init(mutex, attributes);
}

HEDDLE_EXPORT int pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
    if (!world::simulating) return real_destroy(mutex);
    kind_of(mutex);
    if (owner_of(mutex) != 0) report_bug(verdict::lock_misuse, "a locked mutex is destroyed");
    mutex->__data.__kind = destroyed;
    return 0;
}

HEDDLE_EXPORT int pthread_mutex_consistent(pthread_mutex_t* mutex) noexcept {
    if (!world::simulating) return real_consistent(mutex);
    kind_of(mutex);
    const bool is_waited_for = is_held_by_self(mutex) && (owner_of(mutex) & inconsistent) != 0;
    if (!is_robust(mutex) || !is_waited_for) return EINVAL;
    owner_of(mutex) &= world::owner_mask;
    return 0;
}

HEDDLE_EXPORT int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
    return is_simulated_call() ? lock_mutex(mutex, caller()) : real_lock(mutex);
}

HEDDLE_EXPORT int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
    return is_simulated_call() ? try_lock_mutex(mutex, caller()) : real_try_lock(mutex);
}

HEDDLE_EXPORT int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* time) noexcept {
    if (!world::simulating) return real_timed_lock(mutex, time);
    return lock_mutex_until(mutex, CLOCK_REALTIME, *time, caller());
}

HEDDLE_EXPORT int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                                          const timespec* time) noexcept {
    if (!world::simulating) return real_clock_lock(mutex, clock, time);
    if (!can_time_a_wait(clock)) return EINVAL;
    return lock_mutex_until(mutex, clock, *time, caller());
}

HEDDLE_EXPORT int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
    return is_simulated_call() ? unlock_mutex(mutex, caller()) : real_unlock(mutex);
}
