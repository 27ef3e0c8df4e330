// The kinds of POSIX mutexes, and the ways to lock one.
//
//     -              what each kind says to its owner, and to others
//     normal         its owner locks it again: nobody will unlock it
//     adaptive       … likewise
//     timed          … and gives up when its time is up
//     timed wrong    … claims to have got it
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t mutex;

static void init(int kind) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    assert(pthread_mutexattr_settype(&attributes, kind) == 0);
    assert(pthread_mutex_init(&mutex, &attributes) == 0);
    pthread_mutexattr_destroy(&attributes);
}

static void* try_it(void* unused) {
    assert(pthread_mutex_trylock(&mutex) == EBUSY);
    return unused;
}

static void others_do_not_get_it(void) {
    pthread_t other;
    pthread_create(&other, NULL, try_it, NULL);
    pthread_join(other, NULL);
}

static struct timespec soon(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    ++time.tv_sec;
    return time;
}

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "normal") == 0 || strcmp(mode, "adaptive") == 0) {
        init(*mode == 'n' ? PTHREAD_MUTEX_NORMAL : PTHREAD_MUTEX_ADAPTIVE_NP);
        pthread_mutex_lock(&mutex);
        pthread_mutex_lock(&mutex); // BUG(again)
    }
    if (strcmp(mode, "timed") == 0) {
        init(PTHREAD_MUTEX_NORMAL);
        struct timespec const real = soon(CLOCK_REALTIME);
        assert(pthread_mutex_timedlock(&mutex, &real) == 0);
        int const expected = argc > 2 ? 0 : ETIMEDOUT;
        assert(pthread_mutex_timedlock(&mutex, &real) == expected); // BUG(timed)
        struct timespec const monotonic = soon(CLOCK_MONOTONIC);
        assert(pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &monotonic) == ETIMEDOUT);
        assert(pthread_mutex_clocklock(&mutex, CLOCK_TAI, &monotonic) == EINVAL);
        return 0;
    }
    init(PTHREAD_MUTEX_RECURSIVE);
    assert(pthread_mutex_lock(&mutex) == 0 && pthread_mutex_trylock(&mutex) == 0);
    assert(pthread_mutex_unlock(&mutex) == 0);
    others_do_not_get_it();
    assert(pthread_mutex_unlock(&mutex) == 0 && pthread_mutex_unlock(&mutex) == EPERM);
    init(PTHREAD_MUTEX_ERRORCHECK);
    assert(pthread_mutex_lock(&mutex) == 0 && pthread_mutex_lock(&mutex) == EDEADLK);
    others_do_not_get_it();
    init(PTHREAD_MUTEX_NORMAL);
    assert(pthread_mutex_lock(&mutex) == 0 && pthread_mutex_trylock(&mutex) == EBUSY);
    others_do_not_get_it();
    return 0;
}
