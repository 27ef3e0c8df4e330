/* A thread unlocks a mutex that main holds. "fixed": main does. */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static bool fixed;

static void* run(void* argument) {
    (void)argument;
    if (!fixed) {
        pthread_mutex_unlock(&mutex); // BUG
    }
    return NULL;
}

int main(int argc, char** argv) {
    (void)argv;
    fixed = argc > 1;
    pthread_t thread;
    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    pthread_mutex_unlock(&mutex);
    return 0;
}
