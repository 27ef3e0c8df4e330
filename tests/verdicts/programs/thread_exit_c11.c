/* thrd_exit calls cleanup handlers, then destructors of thread-specific storage, and has a result.
 *
 *     wrong    the handler unlocks what nobody has locked
 */
#include <pthread.h>
#include <stdbool.h>
#include <threads.h>

#undef NDEBUG
#include <assert.h>

static mtx_t mutex;
static tss_t key;
static int guarded;
static bool wrong;

static void unlock(void* m) {
    mtx_unlock(m); // BUG
}

static void at_thread_end(void* value) {
    mtx_lock(&mutex);
    *(int*)value += guarded;
    mtx_unlock(&mutex);
}

static int run(void* argument) {
    int const number = *(int*)argument;
    tss_set(key, argument);
    if (!wrong) {
        mtx_lock(&mutex);
    }
    pthread_cleanup_push(unlock, &mutex);
    guarded += wrong ? 0 : 1;
    thrd_exit(number);
    pthread_cleanup_pop(0);
    return 0;
}

int main(int argc, char** argv) {
    (void)argv;
    thrd_t threads[2];
    int numbers[2] = {10, 20};
    wrong = argc > 1;
    mtx_init(&mutex, mtx_plain);
    tss_create(&key, at_thread_end);
    for (int i = 0; i != 2; ++i) {
        thrd_create(&threads[i], run, &numbers[i]);
    }
    for (int i = 0; i != 2; ++i) {
        int result = 0;
        thrd_join(threads[i], &result);
        assert(result == 10 * (i + 1));
        assert(numbers[i] == result + 1 || numbers[i] == result + 2);
    }
    mtx_destroy(&mutex);
    return 0;
}
