/* A POSIX semaphore as a lock. "two": it lets two threads in; "none": nobody posts the second time;
   "ended": it is destroyed too early; "timeout" and "taken" claim that a timed wait
   never, or always, fails. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <time.h>

#undef NDEBUG
#include <assert.h>

static sem_t semaphore;
static int counter;
static char const* mistake = "";

static void* count(void* argument) {
    (void)argument;
    sem_wait(&semaphore); // BUG(none)
    ++counter;            // BUG(two)
    if (strcmp(mistake, "none") != 0) {
        sem_post(&semaphore);
    }
    return NULL;
}

static void check_values(void) {
    sem_t own;
    int value = 0;
    assert(sem_init(&own, 0, (unsigned)SEM_VALUE_MAX + 1) == -1 && errno == EINVAL);
    for (unsigned i = 0; i != 2; ++i) {
        assert(sem_init(&own, 0, i) == 0);
        assert(sem_getvalue(&own, &value) == 0 && value == (int)i);
        assert(sem_trywait(&own) == (i == 0 ? -1 : 0) && (i != 0 || errno == EAGAIN));
        assert(sem_destroy(&own) == 0);
    }
    sem_init(&own, 0, SEM_VALUE_MAX);
    assert(sem_post(&own) == -1 && errno == EOVERFLOW);
    sem_destroy(&own);
}

int main(int argc, char** argv) {
    if (argc > 1) {
        mistake = argv[1];
    }
    check_values();
    sem_init(&semaphore, 0, strcmp(mistake, "two") == 0 ? 2 : 1);
    int const counters = strcmp(mistake, "ended") == 0 ? 0 : 2;
    pthread_t threads[2];
    for (int i = 0; i != counters; ++i) {
        pthread_create(&threads[i], NULL, count, NULL);
    }
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += 1;
    if (strcmp(mistake, "ended") == 0) {
        sem_destroy(&semaphore);
        sem_trywait(&semaphore); // BUG(ended)
    } else if (strcmp(mistake, "none") != 0 && strcmp(mistake, "two") != 0) {
        if (sem_timedwait(&semaphore, &deadline) == 0) {
            assert(strcmp(mistake, "taken") != 0); // BUG(taken)
            ++counter;
            sem_post(&semaphore);
        } else {
            assert(errno == ETIMEDOUT);
            assert(strcmp(mistake, "timeout") != 0); // BUG(timeout)
        }
    }
    for (int i = 0; i != counters; ++i) {
        pthread_join(threads[i], NULL); // BUG(none)
    }
    sem_destroy(&semaphore);
    return 0;
}
