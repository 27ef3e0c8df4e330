// POSIX spin locks: mutexes that nobody sleeps on. A thread that spins on one waits for it, and one
// that spins on its own waits for ever.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/object.hpp"
#include "frontend/real.hpp"
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

using plain_function = int(pthread_spinlock_t*);

constinit const function<int(pthread_spinlock_t*, int)> real_init{"pthread_spin_init"};
constinit const function<plain_function> real_destroy{"pthread_spin_destroy"};
constinit const function<plain_function> real_lock{"pthread_spin_lock"};
constinit const function<plain_function> real_try_lock{"pthread_spin_trylock"};
constinit const function<plain_function> real_unlock{"pthread_spin_unlock"};

constexpr std::uint8_t size = sizeof(pthread_spinlock_t);
constexpr int destroyed = -1;

void check(const pthread_spinlock_t* lock) {
    if (*lock == destroyed) report_bug(verdict::lock_misuse, "use of a destroyed spin lock");
}

std::uint32_t& owner_of(const pthread_spinlock_t* lock) {
    return world::owner_of(address_of(lock));
}

} // namespace

HEDDLE_EXPORT int pthread_spin_init(pthread_spinlock_t* lock, int shared) noexcept {
    if (world::simulating) world::access(address_of(lock), sizeof *lock, true, caller());
    return real_init(lock, shared);
}

HEDDLE_EXPORT int pthread_spin_destroy(pthread_spinlock_t* lock) noexcept {
    if (!world::simulating) return real_destroy(lock);
    check(lock);
    if (owner_of(lock) != 0) report_bug(verdict::lock_misuse, "a locked spin lock is destroyed");
    world::access(address_of(lock), sizeof *lock, true, caller());
    *lock = destroyed;
    return 0;
}

HEDDLE_EXPORT int pthread_spin_lock(pthread_spinlock_t* lock) noexcept {
    if (!world::simulating) return real_lock(lock);
    check(lock);
    act_when_possible(lock, size, operation_code::mutex_lock, memory_order::acquire, caller());
    owner_of(lock) = world::self() + 1;
    return 0;
}

HEDDLE_EXPORT int pthread_spin_trylock(pthread_spinlock_t* lock) noexcept {
    if (!world::simulating) return real_try_lock(lock);
    check(lock);
    if (!act_on(lock, size, operation_code::mutex_try_lock, memory_order::acquire, caller())
             .updated) {
        return EBUSY;
    }
    owner_of(lock) = world::self() + 1;
    return 0;
}

HEDDLE_EXPORT int pthread_spin_unlock(pthread_spinlock_t* lock) noexcept {
    if (!world::simulating) return real_unlock(lock);
    check(lock);
    if (owner_of(lock) != world::self() + 1) report_not_held("a spin lock");
    owner_of(lock) = 0;
    act_on(lock, size, operation_code::mutex_unlock, memory_order::release, caller());
    return 0;
}
