/* futex(2) itself: three threads wait for a word to change. Without an argument all are woken;
   "two": only two are, so that one may sleep on; "timed": a wait with a deadline may end either
   way; "timeout" and "woken" claim that it never times out, or always does. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#undef NDEBUG
#include <assert.h>

static atomic_int word;

static char const* claim = "";

#define FUTEX(operation, number, time)                                                             \
    syscall(SYS_futex, &word, operation, number, time, NULL, FUTEX_BITSET_MATCH_ANY)

static void* wait_for_change(void* argument) {
    (void)argument;
    if (FUTEX(FUTEX_WAIT, 0, NULL) != 0) { // BUG(two)
        assert(errno == EAGAIN);
    }
    return NULL;
}

static void* wait_until(void* argument) {
    (void)argument;
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += 1;
    if (FUTEX(FUTEX_WAIT_BITSET, 0, &deadline) == 0) {
        assert(strcmp(claim, "woken") != 0); // BUG(woken)
    } else if (errno == ETIMEDOUT) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        assert(now.tv_sec > deadline.tv_sec ||
               (now.tv_sec == deadline.tv_sec && now.tv_nsec >= deadline.tv_nsec));
        assert(strcmp(claim, "timeout") != 0); // BUG(timeout)
    } else {
        assert(errno == EAGAIN);
    }
    return NULL;
}

int main(int argc, char** argv) {
    if (argc > 1) {
        claim = argv[1];
    }
    int const two = strcmp(claim, "two") == 0;
    int const waiters = argc == 1 || two ? 3 : 1;
    pthread_t threads[3];
    for (int i = 0; i != waiters; ++i) {
        pthread_create(&threads[i], NULL, waiters == 1 ? wait_until : wait_for_change, NULL);
    }
    atomic_store_explicit(&word, 1, memory_order_relaxed);
    long const woken = FUTEX(FUTEX_WAKE_BITSET, two ? 2 : INT_MAX, NULL);
    assert(woken >= 0 && woken <= (two ? 2 : waiters));
    for (int i = 0; i != waiters; ++i) {
        pthread_join(threads[i], NULL); // BUG(two)
    }
    return 0;
}
