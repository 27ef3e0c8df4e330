// Waiting on a condition variable until a point of time of its clock, or of one that is named.
//
//     -          a waiter with a deadline is woken, or its time is up: and that it says so
//     woken      … claims that its time was up
//     late       … claims that it was woken
//     all        two waiters, and one broadcast
//     one        two waiters, and one signal
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static int ready;
static int waiting;

static void* set(void* unused) {
    pthread_mutex_lock(&mutex);
    ready = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void* wait_for_it(void* unused) {
    pthread_mutex_lock(&mutex);
    ++waiting;
    while (!ready) pthread_cond_wait(&changed, &mutex); // BUG(one)
    pthread_mutex_unlock(&mutex);
    return unused;
}

static int wait_until(clockid_t clock, int named) {
    struct timespec time;
    clock_gettime(clock, &time);
    ++time.tv_sec;
    int error = 0;
    while (!ready && error == 0) {
        error = named ? pthread_cond_clockwait(&changed, &mutex, clock, &time)
                      : pthread_cond_timedwait(&changed, &mutex, &time);
    }
    return error;
}

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    assert(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    pthread_cond_init(&changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_t threads[2];
    if (strcmp(mode, "all") == 0 || strcmp(mode, "one") == 0) {
        for (int i = 0; i != 2; ++i) pthread_create(&threads[i], NULL, wait_for_it, NULL);
        pthread_mutex_lock(&mutex);
        ready = 1;
        if (*mode == 'a') pthread_cond_broadcast(&changed);
        if (*mode == 'o') pthread_cond_signal(&changed);
        pthread_mutex_unlock(&mutex);
        for (int i = 0; i != 2; ++i) pthread_join(threads[i], NULL);
    } else {
        pthread_mutex_lock(&mutex);
        assert(wait_until(CLOCK_MONOTONIC, 0) == ETIMEDOUT);
        assert(wait_until(CLOCK_REALTIME, 1) == ETIMEDOUT);
        pthread_create(&threads[0], NULL, set, NULL);
        int const error = wait_until(CLOCK_MONOTONIC, 0);
        if (error == ETIMEDOUT) {
            assert(strcmp(mode, "late") != 0); // BUG(late)
        } else {
            assert(error == 0 && ready);
            assert(strcmp(mode, "woken") != 0); // BUG(woken)
        }
        pthread_mutex_unlock(&mutex);
        pthread_join(threads[0], NULL);
    }
    pthread_cond_destroy(&changed);
    return 0;
}
