/* A read-write lock is unlocked without being held ("unheld"), destroyed while it is ("held"), or
   used after its end
   ("destroyed"). Without an argument, all is well, and a reader that locks twice unlocks twice. */
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#undef NDEBUG
#include <assert.h>
#include <errno.h>

static pthread_rwlock_t lock;
static char const* mistake = "";

static void* read_twice(void* argument) {
    (void)argument;
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_unlock(&lock);
    if (strcmp(mistake, "unheld") == 0) {
        pthread_rwlock_unlock(&lock); // BUG(unheld)
    }
    return NULL;
}

int main(int argc, char** argv) {
    if (argc > 1) {
        mistake = argv[1];
    }
    pthread_rwlock_init(&lock, NULL);
    pthread_t other;
    pthread_create(&other, NULL, read_twice, NULL);
    pthread_rwlock_wrlock(&lock);
    assert(pthread_rwlock_wrlock(&lock) == EDEADLK && pthread_rwlock_rdlock(&lock) == EDEADLK);
    assert(pthread_rwlock_tryrdlock(&lock) == EBUSY && pthread_rwlock_trywrlock(&lock) == EBUSY);
    pthread_rwlock_unlock(&lock);
    pthread_join(other, NULL);
    if (strcmp(mistake, "held") == 0) {
        pthread_rwlock_rdlock(&lock);
        pthread_rwlock_destroy(&lock); // BUG(held)
    }
    pthread_rwlock_destroy(&lock);
    if (strcmp(mistake, "destroyed") == 0) {
        pthread_rwlock_rdlock(&lock); // BUG(destroyed)
    }
    return 0;
}
