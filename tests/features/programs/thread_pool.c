// Two workers take jobs from a queue until it is empty and closed. "if": a worker that is woken
// does not look again whether there is a job. "one": only one of the workers hears that the queue
// has been closed.
#include <assert.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int jobs;
static int done;
static int closed;
static char const* mistake = "";

static void* work(void* unused) {
    pthread_mutex_lock(&mutex);
    for (;;) {
        if (strcmp(mistake, "if") == 0) {
            if (jobs == 0 && !closed) pthread_cond_wait(&changed, &mutex);
            assert(jobs > 0 || closed); // BUG(if)
        }
        while (jobs == 0 && !closed) pthread_cond_wait(&changed, &mutex); // BUG(one)
        if (jobs == 0) break;
        --jobs;
        ++done;
    }
    pthread_mutex_unlock(&mutex);
    return unused;
}

int main(int argc, char** argv) {
    if (argc > 1) mistake = argv[1];
    pthread_t workers[2];
    for (int i = 0; i != 2; ++i) pthread_create(&workers[i], NULL, work, NULL);
    pthread_mutex_lock(&mutex);
    jobs = 1;
    if (strcmp(mistake, "if") == 0) {
        pthread_cond_broadcast(&changed);
    } else {
        pthread_cond_signal(&changed);
    }
    pthread_mutex_unlock(&mutex);
    pthread_mutex_lock(&mutex);
    closed = 1;
    if (strcmp(mistake, "one") == 0) {
        pthread_cond_signal(&changed);
    } else {
        pthread_cond_broadcast(&changed);
    }
    pthread_mutex_unlock(&mutex);
    for (int i = 0; i != 2; ++i) pthread_join(workers[i], NULL);
    assert(done == 1 && jobs == 0);
    return 0;
}
