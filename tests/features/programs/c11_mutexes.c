// The kinds of C11 mutexes. "again": a plain one is locked by its owner. "missed": claims that a
// deadline is always met.
#include <assert.h>
#include <string.h>
#include <threads.h>
#include <time.h>

static mtx_t mutex;

static int lock_in_time(void* unused) {
    (void)unused;
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    ++time.tv_sec;
    int const result = mtx_timedlock(&mutex, &time);
    if (result == thrd_success) mtx_unlock(&mutex);
    return result;
}

static int try_it(void* unused) {
    (void)unused;
    return mtx_trylock(&mutex);
}

static int result_of(thrd_start_t routine) {
    thrd_t thread;
    int result = -1;
    assert(thrd_create(&thread, routine, NULL) == thrd_success);
    assert(thrd_join(thread, &result) == thrd_success);
    return result;
}

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    assert(mtx_init(&mutex, mtx_recursive | mtx_timed) == thrd_success);
    assert(mtx_lock(&mutex) == thrd_success && mtx_trylock(&mutex) == thrd_success);
    mtx_unlock(&mutex);
    assert(result_of(try_it) == thrd_busy);
    int const expected = strcmp(mode, "missed") == 0 ? thrd_success : thrd_timedout;
    assert(result_of(lock_in_time) == expected); // BUG(missed)
    mtx_unlock(&mutex);
    assert(result_of(lock_in_time) == thrd_success);
    mtx_destroy(&mutex);
    assert(mtx_init(&mutex, mtx_plain) == thrd_success);
    mtx_lock(&mutex);
    if (strcmp(mode, "again") == 0) mtx_lock(&mutex); // BUG(again)
    mtx_unlock(&mutex);
    mtx_destroy(&mutex);
    return 0;
}
