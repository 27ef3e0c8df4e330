// Blocking primitives that are not simulated. In an execution they end the search by name: to run
// them for real would block the one thread that all simulated threads share. Their initialization
// and destruction pass, so that a program may have such objects and not use them.
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "world/world.hpp"

#include <pthread.h>
#include <semaphore.h>

namespace {

using namespace heddle;
using heddle::frontend::real::function;

} // namespace

// `exceptions` is how the C library declares the function: noexcept, or nothing if it may be
// cancelled.
#define HEDDLE_REFUSED(name, exceptions, parameters, arguments)                                    \
    namespace {                                                                                    \
    constinit const function<int parameters> real_##name{#name};                                   \
    }                                                                                              \
    HEDDLE_EXPORT int name parameters exceptions {                                                 \
        if (world::simulating) frontend::refuse(#name);                                            \
        return real_##name arguments;                                                              \
    }

HEDDLE_REFUSED(pthread_rwlock_rdlock, noexcept, (pthread_rwlock_t * lock), (lock))
HEDDLE_REFUSED(pthread_rwlock_wrlock, noexcept, (pthread_rwlock_t * lock), (lock))
HEDDLE_REFUSED(pthread_rwlock_tryrdlock, noexcept, (pthread_rwlock_t * lock), (lock))
HEDDLE_REFUSED(pthread_rwlock_trywrlock, noexcept, (pthread_rwlock_t * lock), (lock))
HEDDLE_REFUSED(pthread_rwlock_timedrdlock, noexcept, (pthread_rwlock_t * lock, const timespec* t),
               (lock, t))
HEDDLE_REFUSED(pthread_rwlock_timedwrlock, noexcept, (pthread_rwlock_t * lock, const timespec* t),
               (lock, t))
HEDDLE_REFUSED(pthread_rwlock_clockrdlock, noexcept,
               (pthread_rwlock_t * lock, clockid_t clock, const timespec* t), (lock, clock, t))
HEDDLE_REFUSED(pthread_rwlock_clockwrlock, noexcept,
               (pthread_rwlock_t * lock, clockid_t clock, const timespec* t), (lock, clock, t))
HEDDLE_REFUSED(pthread_rwlock_unlock, noexcept, (pthread_rwlock_t * lock), (lock))

HEDDLE_REFUSED(pthread_spin_lock, noexcept, (pthread_spinlock_t * lock), (lock))
HEDDLE_REFUSED(pthread_spin_trylock, noexcept, (pthread_spinlock_t * lock), (lock))
HEDDLE_REFUSED(pthread_spin_unlock, noexcept, (pthread_spinlock_t * lock), (lock))

HEDDLE_REFUSED(pthread_barrier_wait, noexcept, (pthread_barrier_t * barrier), (barrier))

HEDDLE_REFUSED(sem_wait, , (sem_t * semaphore), (semaphore))
HEDDLE_REFUSED(sem_timedwait, , (sem_t * semaphore, const timespec* t), (semaphore, t))
HEDDLE_REFUSED(sem_clockwait, , (sem_t * semaphore, clockid_t clock, const timespec* t),
               (semaphore, clock, t))
HEDDLE_REFUSED(sem_trywait, noexcept, (sem_t * semaphore), (semaphore))
HEDDLE_REFUSED(sem_post, noexcept, (sem_t * semaphore), (semaphore))
HEDDLE_REFUSED(sem_getvalue, noexcept, (sem_t * semaphore, int* value), (semaphore, value))

HEDDLE_REFUSED(pthread_cancel, , (pthread_t thread), (thread))
