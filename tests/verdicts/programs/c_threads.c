/* C: pthreads and <stdatomic.h>. "wrong" claims that both threads cannot take a ticket. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#undef NDEBUG
#include <assert.h>

static atomic_int tickets;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int guarded;

static void* take(void* argument) {
    (void)argument;
    atomic_fetch_add_explicit(&tickets, 1, memory_order_acq_rel);
    pthread_rwlock_wrlock(&lock);
    ++guarded;
    pthread_rwlock_unlock(&lock);
    return NULL;
}

int main(int argc, char** argv) {
    (void)argv;
    int const expected = argc > 1 ? 1 : 2;
    pthread_t threads[2];
    for (int i = 0; i != 2; ++i) {
        pthread_create(&threads[i], NULL, take, NULL);
    }
    for (int i = 0; i != 2; ++i) {
        pthread_join(threads[i], NULL);
    }
    assert(atomic_load(&tickets) == expected); // BUG
    pthread_rwlock_rdlock(&lock);
    assert(guarded == 2);
    pthread_rwlock_unlock(&lock);
    return 0;
}
