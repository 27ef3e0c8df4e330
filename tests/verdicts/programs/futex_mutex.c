/* The mutex of Ulrich Drepper, "Futexes Are Tricky", on futex(2) itself. "lost": a thread that
   unlocks does not know of the waiters, since they do not say that they wait. "weak": unlocking is
   relaxed, so that nothing is ordered. */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int word; /* 0: free, 1: locked, 2: locked, and somebody may wait */
static int counter;
static char const* mistake = "";

static void lock(void) {
    int const waiting = strcmp(mistake, "lost") == 0 ? 1 : 2;
    int seen = 0;
    if (atomic_compare_exchange_strong_explicit(&word, &seen, 1, memory_order_acquire,
                                                memory_order_relaxed)) {
        return;
    }
    while (atomic_exchange_explicit(&word, waiting, memory_order_acquire) != 0) {
        syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, waiting, NULL, NULL, 0); // BUG(lost)
    }
}

static void unlock(void) {
    memory_order const order =
        strcmp(mistake, "weak") == 0 ? memory_order_relaxed : memory_order_release;
    if (atomic_exchange_explicit(&word, 0, order) == 2) {
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

static void* count(void* argument) {
    (void)argument;
    lock();
    ++counter; // BUG(weak)
    unlock();
    return NULL;
}

int main(int argc, char** argv) {
    if (argc > 1) {
        mistake = argv[1];
    }
    pthread_t other;
    pthread_create(&other, NULL, count, NULL);
    count(NULL);
    pthread_join(other, NULL); // BUG(lost)
    return 0;
}
