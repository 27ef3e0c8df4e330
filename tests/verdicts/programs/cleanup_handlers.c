/* Cleanup handlers of C code, which pthread_exit calls.
 *
 *     order        the innermost first
 *     order key    … and then destructors of thread-specific data
 *     popped       what has been popped is not called, or once
 *     kept         a handler that should unlock a mutex has been popped: the mutex stays locked
 *     kept fixed   … it has not been
 *     deferred     pthread_cleanup_push_defer_np
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#undef NDEBUG
#include <assert.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;
static atomic_int handlers_called;
static int guarded;
static bool fixed;
static bool uses_key;

/* A thread's own record of what it was that came. */
struct record {
    char text[8];
    size_t size;
};

struct note {
    struct record* record;
    char what;
};

static void add(struct record* r, char what) {
    assert(r->size + 1 < sizeof r->text);
    r->text[r->size++] = what;
}

static void take_note(void* argument) {
    struct note const* const n = argument;
    atomic_fetch_add(&handlers_called, 1);
    add(n->record, n->what);
}

static void at_thread_end(void* record) {
    add(record, 'k');
}

static void unlock(void* m) {
    pthread_mutex_unlock(m);
}

static void leave(struct record* r) {
    struct note inner = {r, 'c'};
    pthread_cleanup_push(take_note, &inner);
    pthread_exit(r);
    pthread_cleanup_pop(0);
}

static void* nest(void* argument) {
    struct note outer = {argument, 'a'};
    struct note middle = {argument, 'b'};
    if (uses_key) {
        pthread_setspecific(key, argument);
    }
    pthread_cleanup_push(take_note, &outer);
    pthread_cleanup_push(take_note, &middle);
    leave(argument);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}

static void* pop(void* argument) {
    struct note dropped = {argument, 'x'};
    struct note called = {argument, 'a'};
    struct note left = {argument, 'b'};
    pthread_cleanup_push(take_note, &left);
    pthread_cleanup_push(take_note, &dropped);
    pthread_cleanup_pop(0);
    pthread_cleanup_push(take_note, &called);
    pthread_cleanup_pop(1);
    pthread_exit(argument);
    pthread_cleanup_pop(0);
    return NULL;
}

static void* add_under_lock(void* argument) {
    pthread_mutex_lock(&mutex); // BUG
    pthread_cleanup_push(unlock, &mutex);
    ++guarded;
    if (fixed) {
        pthread_exit(argument);
    }
    pthread_cleanup_pop(0);
    pthread_exit(argument);
    return NULL;
}

static void* defer(void* argument) {
    int type = -1;
    struct note n = {argument, 'd'};
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cleanup_push_defer_np(take_note, &n);
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type);
    assert(type == PTHREAD_CANCEL_DEFERRED);
    pthread_cleanup_pop_restore_np(1);
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type);
    assert(type == PTHREAD_CANCEL_ASYNCHRONOUS);
    pthread_cleanup_push_defer_np(take_note, &n);
    pthread_exit(argument);
    pthread_cleanup_pop_restore_np(0);
    return NULL;
}

static void run_two(void* (*routine)(void*), char const* expected) {
    pthread_t threads[2];
    struct record records[2] = {{"", 0}, {"", 0}};
    for (int i = 0; i != 2; ++i) {
        pthread_create(&threads[i], NULL, routine, &records[i]);
    }
    for (int i = 0; i != 2; ++i) {
        void* result = NULL;
        pthread_join(threads[i], &result);
        assert(result == &records[i]);
        assert(strcmp(records[i].text, expected) == 0);
    }
}

int main(int argc, char** argv) {
    assert(argc > 1);
    fixed = argc > 2;
    if (strcmp(argv[1], "order") == 0) {
        uses_key = argc > 2;
        if (uses_key) {
            pthread_key_create(&key, at_thread_end);
        }
        run_two(nest, uses_key ? "cbak" : "cba");
        assert(atomic_load(&handlers_called) == 6);
    } else if (strcmp(argv[1], "popped") == 0) {
        run_two(pop, "ab");
    } else if (strcmp(argv[1], "kept") == 0) {
        run_two(add_under_lock, "");
        assert(guarded == 2);
    } else if (strcmp(argv[1], "deferred") == 0) {
        run_two(defer, "dd");
    }
    return 0;
}
