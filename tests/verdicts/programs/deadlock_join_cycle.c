/* Three threads join one another in a circle. "fixed": the last one joins nobody. */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>

static pthread_t threads[3];
static sem_t known;
static bool fixed;

static void* join_next(void* argument) {
    size_t const me = (size_t)argument;
    sem_wait(&known); /* all handles are there */
    if (!fixed || me != 2) {
        pthread_join(threads[(me + 1) % 3], NULL); // BUG
    }
    return NULL;
}

int main(int argc, char** argv) {
    (void)argv;
    fixed = argc > 1;
    sem_init(&known, 0, 0);
    for (size_t i = 0; i != 3; ++i) {
        pthread_create(&threads[i], NULL, join_next, (void*)i);
    }
    for (size_t i = 0; i != 3; ++i) {
        sem_post(&known);
    }
    if (fixed) {
        pthread_join(threads[0], NULL);
    } else {
        pthread_exit(NULL); // BUG
    }
    return 0;
}
