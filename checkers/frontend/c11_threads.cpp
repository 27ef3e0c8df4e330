// <threads.h>. In glibc its types are the POSIX ones under other names, and its functions call the
// POSIX ones internally, past any interposition: here they call the runtime's.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/mutex.hpp"

#include <pthread.h>
#include <sched.h>
#include <threads.h>

#include <cerrno>

namespace {

namespace world = heddle::world;
using heddle::frontend::address_of;
using heddle::frontend::caller;

pthread_mutex_t* posix(mtx_t* m) noexcept {
    return reinterpret_cast<pthread_mutex_t*>(m);
}

pthread_cond_t* posix(cnd_t* c) noexcept {
    return reinterpret_cast<pthread_cond_t*>(c);
}

int result_of(int error) noexcept {
    switch (error) {
    case 0: return thrd_success;
    case ENOMEM: return thrd_nomem;
    case ETIMEDOUT: return thrd_timedout;
    case EBUSY: return thrd_busy;
    default: return thrd_error;
    }
}

// A routine's int comes back in the register of a void*: as glibc does it.
using posix_routine = void*(void*);

} // namespace

HEDDLE_EXPORT int thrd_create(thrd_t* handle, thrd_start_t start, void* argument) {
    auto* const routine = reinterpret_cast<posix_routine*>(reinterpret_cast<void*>(start));
    return result_of(pthread_create(handle, nullptr, routine, argument));
}

HEDDLE_EXPORT int thrd_join(thrd_t handle, int* result) {
    void* value = nullptr;
    const int error = pthread_join(handle, &value);
    if (error == 0 && result != nullptr) {
        if (world::simulating) world::access(address_of(result), sizeof *result, true, caller());
        *result = static_cast<int>(reinterpret_cast<std::intptr_t>(value));
    }
    return result_of(error);
}

HEDDLE_EXPORT int thrd_detach(thrd_t handle) {
    return result_of(pthread_detach(handle));
}

HEDDLE_EXPORT void thrd_exit(int result) {
    pthread_exit(reinterpret_cast<void*>(static_cast<std::intptr_t>(result)));
}

HEDDLE_EXPORT thrd_t thrd_current() {
    return pthread_self();
}

HEDDLE_EXPORT void thrd_yield() {
    sched_yield();
}

HEDDLE_EXPORT int thrd_sleep(const timespec* duration, timespec* remaining) {
    if (nanosleep(duration, remaining) == 0) return 0;
    return errno == EINTR ? -1 : -2;
}

HEDDLE_EXPORT int mtx_init(mtx_t* m, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, (type & mtx_recursive) != 0 ? PTHREAD_MUTEX_RECURSIVE
                                                                       : PTHREAD_MUTEX_NORMAL);
    const int error = pthread_mutex_init(posix(m), &attributes);
    pthread_mutexattr_destroy(&attributes);
    return result_of(error);
}

HEDDLE_EXPORT void mtx_destroy(mtx_t* m) {
    pthread_mutex_destroy(posix(m));
}

HEDDLE_EXPORT int mtx_lock(mtx_t* m) {
    return result_of(pthread_mutex_lock(posix(m)));
}

HEDDLE_EXPORT int mtx_trylock(mtx_t* m) {
    return result_of(pthread_mutex_trylock(posix(m)));
}

HEDDLE_EXPORT int mtx_timedlock(mtx_t* m, const timespec* time) {
    return result_of(pthread_mutex_timedlock(posix(m), time));
}

HEDDLE_EXPORT int mtx_unlock(mtx_t* m) {
    return result_of(pthread_mutex_unlock(posix(m)));
}

HEDDLE_EXPORT int cnd_init(cnd_t* c) {
    return result_of(pthread_cond_init(posix(c), nullptr));
}

HEDDLE_EXPORT void cnd_destroy(cnd_t* c) {
    pthread_cond_destroy(posix(c));
}

HEDDLE_EXPORT int cnd_signal(cnd_t* c) {
    return result_of(pthread_cond_signal(posix(c)));
}

HEDDLE_EXPORT int cnd_broadcast(cnd_t* c) {
    return result_of(pthread_cond_broadcast(posix(c)));
}

HEDDLE_EXPORT int cnd_wait(cnd_t* c, mtx_t* m) {
    return result_of(pthread_cond_wait(posix(c), posix(m)));
}

HEDDLE_EXPORT int cnd_timedwait(cnd_t* c, mtx_t* m, const timespec* time) {
    return result_of(pthread_cond_timedwait(posix(c), posix(m), time));
}

HEDDLE_EXPORT int tss_create(tss_t* result, tss_dtor_t destroy) {
    return result_of(pthread_key_create(result, destroy));
}

HEDDLE_EXPORT void tss_delete(tss_t key) {
    pthread_key_delete(key);
}

HEDDLE_EXPORT void* tss_get(tss_t key) {
    return pthread_getspecific(key);
}

HEDDLE_EXPORT int tss_set(tss_t key, void* value) {
    return result_of(pthread_setspecific(key, value));
}

HEDDLE_EXPORT void call_once(once_flag* flag, void (*routine)()) {
    pthread_once(reinterpret_cast<pthread_once_t*>(flag), routine);
}
