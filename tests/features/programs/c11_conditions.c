// C11 condition variables: two waiters and a broadcast, and a deadline that is met or not.
// "signal": wakes one of the two.
#include <assert.h>
#include <threads.h>
#include <time.h>

static mtx_t mutex;
static cnd_t changed;
static int ready;

static int wait_for_it(void* unused) {
    (void)unused;
    mtx_lock(&mutex);
    while (!ready) cnd_wait(&changed, &mutex); // BUG
    mtx_unlock(&mutex);
    return 0;
}

int main(int argc, char** argv) {
    (void)argv;
    mtx_init(&mutex, mtx_plain);
    cnd_init(&changed);
    thrd_t threads[2];
    for (int i = 0; i != 2; ++i) thrd_create(&threads[i], wait_for_it, NULL);
    mtx_lock(&mutex);
    ready = 1;
    if (argc > 1) {
        cnd_signal(&changed);
    } else {
        cnd_broadcast(&changed);
    }
    mtx_unlock(&mutex);
    for (int i = 0; i != 2; ++i) thrd_join(threads[i], NULL);
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    ++time.tv_sec;
    mtx_lock(&mutex);
    assert(cnd_timedwait(&changed, &mutex, &time) == thrd_timedout);
    mtx_unlock(&mutex);
    cnd_destroy(&changed);
    mtx_destroy(&mutex);
    return 0;
}
