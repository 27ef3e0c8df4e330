/* Cancels a thread. "fixed": joins it. */
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static void* run(void* argument) {
    return argument;
}

int main(int argc, char** argv) {
    (void)argv;
    pthread_t thread;
    pthread_create(&thread, NULL, run, NULL);
    if (argc == 1) {
        pthread_cancel(thread); // BUG
    }
    pthread_join(thread, NULL);
    return 0;
}
