/* A locked mutex is destroyed. "fixed": unlocked before. */
#include <pthread.h>
#include <stddef.h>

int main(int argc, char** argv) {
    (void)argv;
    pthread_mutex_t mutex;
    pthread_mutex_init(&mutex, NULL);
    pthread_mutex_lock(&mutex);
    if (argc > 1) {
        pthread_mutex_unlock(&mutex);
    }
    pthread_mutex_destroy(&mutex); // BUG
    return 0;
}
