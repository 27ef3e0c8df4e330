// Mutexes whose owner ends, and priority protocols.
//
//     abandoned        the next one that locks a robust mutex is told, and makes it consistent
//     waiting          … one that waits for it already, and one that waits on a condition variable
//     lost             … does not make it consistent: nobody gets it again
//     not_robust       nobody is told: whoever waits does so for ever
//     not_consistent   pthread_mutex_consistent where there is nothing to do
//     priorities       protocols and ceilings are accepted
#undef NDEBUG
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t mutex;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int value;

static void init(int robust) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    if (robust) pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

static void* lock_and_end(void* unused) {
    pthread_mutex_lock(&mutex);
    value = 1;
    return unused;
}

static void* lock_and_mend(void* unused) {
    int const error = pthread_mutex_lock(&mutex); // BUG
    if (error == EOWNERDEAD) {
        assert(value == 1);
        assert(pthread_mutex_consistent(&mutex) == 0);
        assert(pthread_mutex_consistent(&mutex) == EINVAL);
    } else {
        assert(error == 0);
    }
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void* wait_and_mend(void* unused) {
    int error = pthread_mutex_lock(&mutex);
    assert(error == 0 || error == EOWNERDEAD);
    while (error == 0 && value == 0) error = pthread_cond_wait(&condition, &mutex);
    if (error == EOWNERDEAD) pthread_mutex_consistent(&mutex);
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void* notify_and_end(void* unused) {
    pthread_mutex_lock(&mutex);
    value = 1;
    pthread_cond_signal(&condition);
    return unused;
}

static void run(void* (*first)(void*), void* (*second)(void*)) {
    pthread_t a, b;
    pthread_create(&a, 0, first, 0);
    pthread_create(&b, 0, second, 0);
    pthread_join(a, 0);
    pthread_join(b, 0);
}

static void use_priorities(int protocol) {
    pthread_mutexattr_t attributes;
    int ceiling = 0;
    pthread_mutexattr_init(&attributes);
    assert(pthread_mutexattr_setprotocol(&attributes, protocol) == 0);
    assert(pthread_mutexattr_setprioceiling(&attributes, 3) == 0);
    assert(pthread_mutex_init(&mutex, &attributes) == 0);
    run(lock_and_mend, lock_and_mend);
    if (protocol == PTHREAD_PRIO_PROTECT) {
        assert(pthread_mutex_getprioceiling(&mutex, &ceiling) == 0 && ceiling == 3);
    }
}

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    init(strcmp(mode, "not_robust") != 0);
    if (strcmp(mode, "abandoned") == 0) {
        pthread_t a;
        pthread_create(&a, 0, lock_and_end, 0);
        pthread_join(a, 0);
        assert(pthread_mutex_trylock(&mutex) == EOWNERDEAD);
        assert(pthread_mutex_consistent(&mutex) == 0);
        assert(pthread_mutex_unlock(&mutex) == 0);
        assert(pthread_mutex_lock(&mutex) == 0);
        assert(pthread_mutex_unlock(&mutex) == 0);
        assert(pthread_mutex_unlock(&mutex) == EPERM);
    } else if (strcmp(mode, "waiting") == 0) {
        if (argc > 2) {
            run(notify_and_end, wait_and_mend);
        } else {
            run(lock_and_end, lock_and_mend);
        }
    } else if (strcmp(mode, "lost") == 0) {
        pthread_t a;
        pthread_create(&a, 0, lock_and_end, 0);
        pthread_join(a, 0);
        assert(pthread_mutex_lock(&mutex) == EOWNERDEAD);
        assert(pthread_mutex_unlock(&mutex) == 0);
        assert(pthread_mutex_lock(&mutex) == ENOTRECOVERABLE);
        assert(pthread_mutex_trylock(&mutex) == ENOTRECOVERABLE);
    } else if (strcmp(mode, "not_robust") == 0) {
        run(lock_and_end, lock_and_mend);
    } else if (strcmp(mode, "not_consistent") == 0) {
        assert(pthread_mutex_consistent(&mutex) == EINVAL);
        assert(pthread_mutex_lock(&mutex) == 0);
        assert(pthread_mutex_consistent(&mutex) == EINVAL);
        assert(pthread_mutex_unlock(&mutex) == 0);
    } else if (strcmp(mode, "priorities") == 0) {
        use_priorities(PTHREAD_PRIO_INHERIT);
        use_priorities(PTHREAD_PRIO_PROTECT);
    }
    return 0;
}
