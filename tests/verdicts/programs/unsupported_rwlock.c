/* A read-write lock that prefers writers is not simulated. "fixed": it is of the default kind. */
#define _GNU_SOURCE
#include <pthread.h>

int main(int argc, char** argv) {
    (void)argv;
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    if (argc == 1) {
        pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    }
    pthread_rwlock_t lock;
    pthread_rwlock_init(&lock, &attributes);
    pthread_rwlock_rdlock(&lock); // BUG
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_destroy(&lock);
    pthread_rwlockattr_destroy(&attributes);
    return 0;
}
