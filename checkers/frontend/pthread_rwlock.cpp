// POSIX read-write locks (std::shared_mutex), of glibc's default kind: a reader gets in whenever no
// writer holds the lock, however many writers wait.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"
#include "frontend/time_point.hpp"
#include "world/objects.hpp"
#include "world/world.hpp"

#include <pthread.h>

#include <cerrno>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::memory_order;
using graph::operation_code;
using real::function;

using plain_function = int(pthread_rwlock_t*);
using timed_function = int(pthread_rwlock_t*, const timespec*);
using clock_function = int(pthread_rwlock_t*, clockid_t, const timespec*);

constinit const function<int(pthread_rwlock_t*, const pthread_rwlockattr_t*)> real_init{
    "pthread_rwlock_init"};
constinit const function<plain_function> real_destroy{"pthread_rwlock_destroy"};
constinit const function<plain_function> real_read_lock{"pthread_rwlock_rdlock"};
constinit const function<plain_function> real_try_read_lock{"pthread_rwlock_tryrdlock"};
constinit const function<timed_function> real_timed_read_lock{"pthread_rwlock_timedrdlock"};
constinit const function<clock_function> real_clock_read_lock{"pthread_rwlock_clockrdlock"};
constinit const function<plain_function> real_write_lock{"pthread_rwlock_wrlock"};
constinit const function<plain_function> real_try_write_lock{"pthread_rwlock_trywrlock"};
constinit const function<timed_function> real_timed_write_lock{"pthread_rwlock_timedwrlock"};
constinit const function<clock_function> real_clock_write_lock{"pthread_rwlock_clockwrlock"};
constinit const function<plain_function> real_unlock{"pthread_rwlock_unlock"};

enum class mode { read, write };

constexpr std::uint8_t size = 8;    // of the part that stands for it
constexpr unsigned destroyed = ~0u; // in __flags, where glibc keeps the kind

void check_kind(const pthread_rwlock_t* lock) {
    const unsigned kind = lock->__data.__flags;
    if (kind == destroyed) report_bug(verdict::lock_misuse, "use of a destroyed read-write lock");
    if (kind == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) {
        refuse("a read-write lock that prefers writers "
               "(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP)");
    }
    if (kind > PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) {
        report_bug(verdict::lock_misuse, "use of a read-write lock that was never initialized");
    }
}

std::uint32_t& writer_of(const pthread_rwlock_t* lock) {
    return world::owner_of(address_of(lock));
}

/// How many threads hold the lock for reading.
std::uint32_t& readers_of(const pthread_rwlock_t* lock) {
    return world::recursion_of(address_of(lock));
}

/// How many times the current thread holds the lock for reading. Kept under an address that no
/// object has.
std::uint32_t& own_reads_of(const pthread_rwlock_t* lock) {
    return world::recursion_of(address_of(lock) | (world::self() + std::uintptr_t{1}) << 48u);
}

bool is_written_by_self(const pthread_rwlock_t* lock) {
    return writer_of(lock) == world::self() + 1;
}

void note_locked(const pthread_rwlock_t* lock, mode how) {
    if (how == mode::write) {
        writer_of(lock) = world::self() + 1;
    } else {
        own_reads_of(lock) = 1;
        ++readers_of(lock);
    }
}

/// A reader may lock again: it holds the lock already, so that no writer can be in its way.
bool lock_again(const pthread_rwlock_t* lock, mode how) {
    if (how == mode::write || own_reads_of(lock) == 0) return false;
    ++own_reads_of(lock);
    return true;
}

int lock(pthread_rwlock_t* lock, mode how, std::uintptr_t pc) {
    check_kind(lock);
    if (is_written_by_self(lock)) return EDEADLK;
    if (lock_again(lock, how)) return 0;
    const auto code = how == mode::read ? operation_code::read_lock : operation_code::write_lock;
    act_when_possible(lock, size, code, memory_order::acquire, pc);
    note_locked(lock, how);
    return 0;
}

int try_lock(pthread_rwlock_t* lock, mode how, std::uintptr_t pc) {
    check_kind(lock);
    if (lock_again(lock, how)) return 0;
    const auto code =
        how == mode::read ? operation_code::try_read_lock : operation_code::try_write_lock;
    if (!act_on(lock, size, code, memory_order::acquire, pc).updated) return EBUSY;
    note_locked(lock, how);
    return 0;
}

/// To wait and then get the lock is the same as to arrive later: only a wait in vain is left.
int lock_until(pthread_rwlock_t* object, mode how, clockid_t clock, const timespec& time,
               std::uintptr_t pc) {
    if (!is_valid(time)) return EINVAL; // glibc looks at it first
    const std::uint64_t deadline = deadline_of(clock, time);
    if (deadline == never) return lock(object, how, pc);
    check_kind(object);
    if (is_written_by_self(object)) return EDEADLK;
    if (try_lock(object, how, pc) == 0) return 0;
    pass_until(deadline);
    return ETIMEDOUT;
}

int unlock(pthread_rwlock_t* lock, std::uintptr_t pc) {
    check_kind(lock);
    if (is_written_by_self(lock)) {
        writer_of(lock) = 0;
        act_on(lock, size, operation_code::write_unlock, memory_order::release, pc);
        return 0;
    }
    if (own_reads_of(lock) == 0) report_not_held("a read-write lock");
    if (--own_reads_of(lock) > 0) return 0;
    --readers_of(lock);
    act_on(lock, size, operation_code::read_unlock, memory_order::release, pc);
    return 0;
}

} // namespace

HEDDLE_EXPORT int pthread_rwlock_init(pthread_rwlock_t* lock,
                                      const pthread_rwlockattr_t* attributes) noexcept {
    if (world::simulating) world::access(address_of(lock), sizeof *lock, true, caller());
    return real_init(lock, attributes);
}

HEDDLE_EXPORT int pthread_rwlock_destroy(pthread_rwlock_t* lock) noexcept {
    if (!world::simulating) return real_destroy(lock);
    check_kind(lock);
    if (writer_of(lock) != 0 || readers_of(lock) != 0) {
        report_bug(verdict::lock_misuse, "a locked read-write lock is destroyed");
    }
    world::access(address_of(lock), sizeof *lock, true, caller());
    lock->__data.__flags = destroyed;
    return 0;
}

HEDDLE_EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t* object) noexcept {
    return world::simulating ? lock(object, mode::read, caller()) : real_read_lock(object);
}

HEDDLE_EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t* object) noexcept {
    return world::simulating ? lock(object, mode::write, caller()) : real_write_lock(object);
}

HEDDLE_EXPORT int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) noexcept {
    return world::simulating ? try_lock(lock, mode::read, caller()) : real_try_read_lock(lock);
}

HEDDLE_EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) noexcept {
    return world::simulating ? try_lock(lock, mode::write, caller()) : real_try_write_lock(lock);
}

HEDDLE_EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock,
                                             const timespec* time) noexcept {
    if (!world::simulating) return real_timed_read_lock(lock, time);
    return lock_until(lock, mode::read, CLOCK_REALTIME, *time, caller());
}

HEDDLE_EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock,
                                             const timespec* time) noexcept {
    if (!world::simulating) return real_timed_write_lock(lock, time);
    return lock_until(lock, mode::write, CLOCK_REALTIME, *time, caller());
}

HEDDLE_EXPORT int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                                             const timespec* time) noexcept {
    if (!world::simulating) return real_clock_read_lock(lock, clock, time);
    if (!can_time_a_wait(clock)) return EINVAL;
    return lock_until(lock, mode::read, clock, *time, caller());
}

HEDDLE_EXPORT int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock,
                                             const timespec* time) noexcept {
    if (!world::simulating) return real_clock_write_lock(lock, clock, time);
    if (!can_time_a_wait(clock)) return EINVAL;
    return lock_until(lock, mode::write, clock, *time, caller());
}

HEDDLE_EXPORT int pthread_rwlock_unlock(pthread_rwlock_t* lock) noexcept {
    return world::simulating ? unlock(lock, caller()) : real_unlock(lock);
}
