// What each C11 thread has of its own, how it ends, and what is done once for all. "shared": a
// variable that only looks as if it were a thread's own. Four executions: the orders of the
// threads' calls of call_once, and of their destructors.
#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static int calls;
static atomic_int freed;
static _Thread_local int own = 1;
static int everybodys = 1;
static int shared;

static void make_key(void) {
    ++calls;
}

static void release(void* block) {
    atomic_fetch_add_explicit(&freed, 1, memory_order_relaxed);
    free(block);
}

static int work(void* argument) {
    call_once(&once, make_key);
    assert(tss_get(key) == NULL);
    assert(tss_set(key, malloc(1)) == thrd_success);
    ++*(shared ? &everybodys : &own); // BUG
    assert(shared || own == 2);
    thrd_yield();
    thrd_sleep(&(struct timespec){1, 0}, NULL);
    assert(!thrd_equal(thrd_current(), *(thrd_t*)argument));
    thrd_exit(7);
}

int main(int argc, char** argv) {
    (void)argv;
    shared = argc > 1;
    assert(tss_create(&key, release) == thrd_success);
    thrd_t me = thrd_current();
    thrd_t threads[2];
    for (int i = 0; i != 2; ++i) thrd_create(&threads[i], work, &me);
    for (int i = 0; i != 2; ++i) {
        int result = 0;
        thrd_join(threads[i], &result);
        assert(result == 7);
    }
    assert(everybodys == (shared ? 3 : 1));
    assert(own == 1 && calls == 1 && atomic_load(&freed) == 2);
    tss_delete(key);
    return 0;
}
