// Joins that POSIX does not define, or says EDEADLK to.
//
//     self      a thread joins itself: EDEADLK
//     twice     a thread that has been joined is joined again
//     detached  … that has been detached
//     both      two threads join a third
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

static pthread_t thread;

static void* end(void* result) {
    return result;
}

static void* join_too(void* unused) {
    pthread_join(thread, NULL);
    return unused;
}

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    assert(pthread_join(pthread_self(), NULL) == EDEADLK);
    pthread_t other;
    static int answer;
    pthread_create(&thread, NULL, end, &answer);
    void* result = NULL;
    if (strcmp(mode, "detached") == 0) pthread_detach(thread);
    if (strcmp(mode, "both") == 0) pthread_create(&other, NULL, join_too, NULL);
    pthread_join(thread, &result); // BUG(detached)
    assert(result == &answer);
    if (strcmp(mode, "twice") == 0) pthread_join(thread, &result); // BUG(twice)
    return 0;
}
