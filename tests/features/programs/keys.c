// Thread-specific data: each thread has its own, and its destructor is called for those that are
// not null when the thread ends; again when a destructor has set one, up to
// PTHREAD_DESTRUCTOR_ITERATIONS times. Not when main returns. "kept": a value without a destructor
// is not freed by anybody.
#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_key_t counted;
static pthread_key_t owned;
static int rounds;
static int stubborn;

static void count(void* value) {
    ++rounds;
    assert(pthread_getspecific(counted) == NULL);
    if (stubborn || rounds == 1) pthread_setspecific(counted, value);
}

static void fail(void* unused) {
    (void)unused;
    assert(0);
}

static void* use(void* unused) {
    assert(pthread_getspecific(counted) == NULL);
    assert(pthread_setspecific(counted, &rounds) == 0);
    assert(pthread_getspecific(counted) == &rounds);
    assert(pthread_setspecific(owned, malloc(1)) == 0); // BUG
    return unused;
}

static void run(void) {
    pthread_t thread;
    rounds = 0;
    pthread_create(&thread, NULL, use, NULL);
    pthread_join(thread, NULL);
}

int main(int argc, char** argv) {
    (void)argv;
    assert(pthread_key_create(&counted, count) == 0);
    assert(pthread_key_create(&owned, argc > 1 ? NULL : free) == 0);
    pthread_key_t mains;
    assert(pthread_key_create(&mains, fail) == 0);
    assert(pthread_setspecific(mains, &mains) == 0);
    run();
    assert(rounds == 2);
    stubborn = 1;
    run();
    assert(rounds == PTHREAD_DESTRUCTOR_ITERATIONS);
    assert(pthread_getspecific(counted) == NULL);
    assert(pthread_key_delete(owned) == 0 && pthread_key_delete(counted) == 0);
    return 0;
}
