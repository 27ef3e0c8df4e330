// A thread that is detached, before it starts or while it runs, and tells by a semaphore that it is
// done. "silent": it does not, and what it writes races with what main reads.
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

static sem_t done;
static int written;
static int silent;

static void* work(void* unused) {
    ++written; // BUG
    if (!silent) sem_post(&done);
    return unused;
}

static void* detach_and_work(void* argument) {
    assert(pthread_detach(pthread_self()) == 0);
    return work(argument);
}

int main(int argc, char** argv) {
    (void)argv;
    silent = argc > 1;
    sem_init(&done, 0, 0);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    pthread_create(&thread, &attributes, work, NULL);
    pthread_attr_destroy(&attributes);
    if (!silent) sem_wait(&done);
    assert(written <= 1); // BUG
    pthread_create(&thread, NULL, detach_and_work, NULL);
    sem_wait(&done);
    assert(written == 2);
    return 0;
}
