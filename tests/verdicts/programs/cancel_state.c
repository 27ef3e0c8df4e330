/* What a thread says of its own cancellation is its own, and new threads and executions begin anew.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#undef NDEBUG
#include <assert.h>
#include <errno.h>

static atomic_int steps;

static void* run(void* argument) {
    int old = -1;
    (void)argument;
    assert(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old) == 0);
    assert(old == PTHREAD_CANCEL_ENABLE);
    atomic_fetch_add(&steps, 1);
    assert(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old) == 0);
    assert(old == PTHREAD_CANCEL_DISABLE);
    assert(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old) == 0);
    assert(old == PTHREAD_CANCEL_DEFERRED);
    atomic_fetch_add(&steps, 1);
    pthread_testcancel();
    assert(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &old) == 0);
    assert(old == PTHREAD_CANCEL_ASYNCHRONOUS);
    assert(pthread_setcanceltype(17, NULL) == EINVAL);
    assert(pthread_setcancelstate(17, NULL) == EINVAL);
    return NULL;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i != 2; ++i) {
        pthread_create(&threads[i], NULL, run, NULL);
    }
    run(NULL);
    for (int i = 0; i != 2; ++i) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}
