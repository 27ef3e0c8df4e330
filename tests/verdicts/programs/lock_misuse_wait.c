/* A condition is waited for without its mutex. "fixed": with it, and the notifier takes it too. */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static bool ready;

static void* notify(void* argument) {
    (void)argument;
    pthread_mutex_lock(&mutex);
    ready = true;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(int argc, char** argv) {
    (void)argv;
    pthread_t thread;
    if (argc == 1) {
        pthread_cond_wait(&condition, &mutex); // BUG
        return 0;
    }
    pthread_create(&thread, NULL, notify, NULL);
    pthread_mutex_lock(&mutex);
    while (!ready) {
        pthread_cond_wait(&condition, &mutex);
    }
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    return 0;
}
