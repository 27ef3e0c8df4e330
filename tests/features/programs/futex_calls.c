// The futex call itself.
//
//     -            a thread waits for a word to change, and is woken
//     lost         … and nobody wakes it
//     bitset       the same, with a bitset that matches any
//     some_bits    … that matches some: refused
//     requeue      refused
//     cmp_requeue  refused
//     wake_op      refused
//     lock_pi      refused
#include <assert.h>
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_uint word;
static int message;
static int bitset;

static long call(int operation, unsigned value, unsigned bits) {
    return syscall(SYS_futex, &word, operation, value, NULL, &word, bits); // BUG(refused)
}

static void* wait_for_it(void* unused) {
    while (atomic_load(&word) == 0) {
        long const result =
            bitset ? call(FUTEX_WAIT_BITSET_PRIVATE, 0, FUTEX_BITSET_MATCH_ANY)
                   : syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL); // BUG(lost)
        assert(result == 0 || errno == EAGAIN);
    }
    assert(message == 1);
    return unused;
}

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "some_bits") == 0) call(FUTEX_WAIT_BITSET, 0, 1);
    if (strcmp(mode, "requeue") == 0) call(FUTEX_REQUEUE, 1, 0);
    if (strcmp(mode, "cmp_requeue") == 0) call(FUTEX_CMP_REQUEUE, 1, 0);
    if (strcmp(mode, "wake_op") == 0) call(FUTEX_WAKE_OP, 1, 0);
    if (strcmp(mode, "lock_pi") == 0) call(FUTEX_LOCK_PI, 0, 0);
    bitset = strcmp(mode, "bitset") == 0;
    pthread_t waiter;
    pthread_create(&waiter, NULL, wait_for_it, NULL);
    message = 1;
    atomic_store(&word, 1);
    if (strcmp(mode, "lost") != 0) {
        long const woken = bitset ? call(FUTEX_WAKE_BITSET_PRIVATE, 1, FUTEX_BITSET_MATCH_ANY)
                                  : call(FUTEX_WAKE_PRIVATE, 1, 0);
        assert(woken == 0 || woken == 1);
    }
    pthread_join(waiter, NULL);
    return 0;
}
