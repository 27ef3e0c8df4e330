/* Two readers, each of which wants to become the writer without letting go. "fixed": they let go
 * first. */
#include <pthread.h>
#include <stddef.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int fixed;
static int value;

static void* upgrade(void* argument) {
    (void)argument;
    pthread_rwlock_rdlock(&lock);
    int const seen = value;
    if (fixed) {
        pthread_rwlock_unlock(&lock);
    }
    pthread_rwlock_wrlock(&lock); // BUG
    value = seen + 1;
    pthread_rwlock_unlock(&lock);
    return NULL;
}

int main(int argc, char** argv) {
    (void)argv;
    fixed = argc > 1;
    pthread_t other;
    pthread_create(&other, NULL, upgrade, NULL);
    upgrade(NULL);
    pthread_join(other, NULL); // BUG
    return 0;
}
