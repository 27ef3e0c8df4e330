// Read-write locks: what each way to lock one says, with a deadline and without. "again": claims
// that a writer gets the lock again, which is told EDEADLK.
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static struct timespec soon(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    ++time.tv_sec;
    return time;
}

static void* beside_a_reader(void* unused) {
    struct timespec const real = soon(CLOCK_REALTIME);
    struct timespec const monotonic = soon(CLOCK_MONOTONIC);
    assert(pthread_rwlock_trywrlock(&lock) == EBUSY);
    assert(pthread_rwlock_timedwrlock(&lock, &real) == ETIMEDOUT);
    assert(pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, &monotonic) == ETIMEDOUT);
    assert(pthread_rwlock_tryrdlock(&lock) == 0);
    assert(pthread_rwlock_timedrdlock(&lock, &real) == 0);
    assert(pthread_rwlock_unlock(&lock) == 0 && pthread_rwlock_unlock(&lock) == 0);
    return unused;
}

static void* beside_a_writer(void* unused) {
    struct timespec const real = soon(CLOCK_REALTIME);
    struct timespec const monotonic = soon(CLOCK_MONOTONIC);
    assert(pthread_rwlock_tryrdlock(&lock) == EBUSY);
    assert(pthread_rwlock_timedrdlock(&lock, &real) == ETIMEDOUT);
    assert(pthread_rwlock_clockrdlock(&lock, CLOCK_MONOTONIC, &monotonic) == ETIMEDOUT);
    return unused;
}

static void beside(void* (*routine)(void*)) {
    pthread_t other;
    pthread_create(&other, NULL, routine, NULL);
    pthread_join(other, NULL);
}

int main(int argc, char** argv) {
    (void)argv;
    assert(pthread_rwlock_rdlock(&lock) == 0);
    beside(beside_a_reader);
    assert(pthread_rwlock_unlock(&lock) == 0);
    assert(pthread_rwlock_wrlock(&lock) == 0);
    assert(pthread_rwlock_wrlock(&lock) == EDEADLK && pthread_rwlock_rdlock(&lock) == EDEADLK);
    beside(beside_a_writer);
    if (argc > 1) {
        assert(pthread_rwlock_wrlock(&lock) == 0); // BUG
    }
    assert(pthread_rwlock_unlock(&lock) == 0);
    assert(pthread_rwlock_destroy(&lock) == 0);
    return 0;
}
