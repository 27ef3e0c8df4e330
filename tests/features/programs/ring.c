// A ring of two places between a producer and a consumer, who count the free and the full places by
// semaphores. "overrun": there is one permit too many, and a place is written while it is read.
// "stuck": the consumer does not say that a place is free again.
//
// One producer and one consumer: which values meet is fixed. Executions: see the table.
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

enum { places = 2, items = 3 };

static sem_t free_places;
static sem_t full_places;
static int ring[places];
static int stuck;

static void* produce(void* unused) {
    for (int i = 0; i != items; ++i) {
        sem_wait(&free_places); // BUG(stuck)
        ring[i % places] = i;   // BUG(overrun)
        sem_post(&full_places);
    }
    return unused;
}

int main(int argc, char** argv) {
    char const* const mistake = argc > 1 ? argv[1] : "";
    stuck = strcmp(mistake, "stuck") == 0;
    sem_init(&free_places, 0, strcmp(mistake, "overrun") == 0 ? places + 1 : places);
    sem_init(&full_places, 0, 0);
    pthread_t producer;
    pthread_create(&producer, NULL, produce, NULL);
    for (int i = 0; i != items; ++i) {
        sem_wait(&full_places);        // BUG(stuck)
        assert(ring[i % places] == i); // BUG(overrun)
        if (!stuck) sem_post(&free_places);
    }
    pthread_join(producer, NULL);
    sem_destroy(&free_places);
    sem_destroy(&full_places);
    return 0;
}
