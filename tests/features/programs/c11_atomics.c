// <stdatomic.h>: each operation, fences and a flag. "relaxed": a fence is missing. Two executions:
// the message is seen, or not.
#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <threads.h>

static atomic_uint_least16_t number = 12;
static _Atomic(char const*) text = "ab";
static _Atomic double real = 1;
static atomic_flag flag = ATOMIC_FLAG_INIT;
static atomic_int ready;
static int message;
static bool fenced;

static int write_it(void* unused) {
    (void)unused;
    message = 1; // BUG
    if (fenced) atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    return 0;
}

static void use_operations(void) {
    assert(atomic_fetch_add(&number, 3) == 12 && atomic_fetch_sub(&number, 5) == 15);
    assert(atomic_fetch_or(&number, 1) == 10 && atomic_fetch_and(&number, 6) == 11);
    assert(atomic_fetch_xor(&number, 7) == 2 && atomic_exchange(&number, 9) == 5);
    uint_least16_t expected = 8;
    assert(!atomic_compare_exchange_strong(&number, &expected, 1) && expected == 9);
    assert(atomic_compare_exchange_strong(&number, &expected, UINT16_MAX));
    assert(++number == 0 && --number == UINT16_MAX);
    number >>= 8;
    assert(number == 255);
    real += 0.5;
    assert(*++text == 'b' && real == 1.5 && atomic_is_lock_free(&real));
    assert(!atomic_flag_test_and_set(&flag) && atomic_flag_test_and_set(&flag));
    atomic_flag_clear(&flag);
    atomic_signal_fence(memory_order_seq_cst);
    atomic_int local;
    atomic_init(&local, 5);
    assert(kill_dependency(local) == 5);
}

int main(int argc, char** argv) {
    (void)argv;
    fenced = argc == 1;
    thrd_t writer;
    thrd_create(&writer, write_it, NULL);
    if (atomic_load_explicit(&ready, memory_order_acquire) == 1) {
        assert(message == 1); // BUG
    }
    thrd_join(writer, NULL);
    use_operations();
    return 0;
}
