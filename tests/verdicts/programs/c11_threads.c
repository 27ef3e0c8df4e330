/* C11's own <threads.h>. */
#include <threads.h>

#undef NDEBUG
#include <assert.h>

static mtx_t mutex;
static cnd_t changed;
static int value;

static int run(void* argument) {
    (void)argument;
    mtx_lock(&mutex);
    ++value;
    cnd_signal(&changed);
    mtx_unlock(&mutex);
    return 7;
}

int main(void) {
    thrd_t thread;
    int result = 0;
    mtx_init(&mutex, mtx_plain);
    cnd_init(&changed);
    thrd_create(&thread, run, 0);
    mtx_lock(&mutex);
    while (value == 0) {
        cnd_wait(&changed, &mutex);
    }
    mtx_unlock(&mutex);
    thrd_join(thread, &result);
    assert(result == 7);
    cnd_destroy(&changed);
    mtx_destroy(&mutex);
    return 0;
}
