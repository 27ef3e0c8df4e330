// Lamport, A New Solution of Dijkstra's Concurrent Programming Problem (CACM 1974), for two
// threads: sequentially consistent atomics make it right. "weak": release and acquire do not, since
// each thread may miss the other's number.
#include <assert.h>
#include <stdatomic.h>
#include <stdint.h>
#include <threads.h>

static atomic_int choosing[2];
static atomic_int number[2];
static int counter;
static memory_order load_order = memory_order_seq_cst;
static memory_order store_order = memory_order_seq_cst;

static int get(atomic_int* x) {
    return atomic_load_explicit(x, load_order);
}

static void set(atomic_int* x, int value) {
    atomic_store_explicit(x, value, store_order);
}

static int is_before(int other, int me) {
    int const n = get(&number[other]);
    int const own = get(&number[me]);
    return n != 0 && (n < own || (n == own && other < me));
}

static int enter(void* argument) {
    int const me = (int)(intptr_t)argument;
    int const other = 1 - me;
    set(&choosing[me], 1);
    set(&number[me], get(&number[other]) + 1);
    set(&choosing[me], 0);
    while (get(&choosing[other])) {
    }
    while (is_before(other, me)) {
    }
    ++counter; // BUG
    set(&number[me], 0);
    return 0;
}

int main(int argc, char** argv) {
    (void)argv;
    if (argc > 1) {
        load_order = memory_order_acquire;
        store_order = memory_order_release;
    }
    thrd_t threads[2];
    for (intptr_t i = 0; i != 2; ++i) thrd_create(&threads[i], enter, (void*)i);
    for (int i = 0; i != 2; ++i) thrd_join(threads[i], NULL);
    assert(counter == 2);
    return 0;
}
