// pthread_once: one of two threads calls, and the other one sees what the call has written. "by
// hand": a flag of the program's own is no substitute. Two executions: one thread is first.
#include <assert.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int calls;
static int by_hand;
static int is_done;

static void initialise(void) {
    ++calls;
}

static void* use(void* unused) {
    if (!by_hand) {
        pthread_once(&once, initialise);
    } else if (!is_done) { // BUG
        initialise();
        is_done = 1; // BUG
    }
    assert(calls == 1);
    return unused;
}

int main(int argc, char** argv) {
    (void)argv;
    by_hand = argc > 1;
    pthread_t threads[2];
    for (int i = 0; i != 2; ++i) pthread_create(&threads[i], NULL, use, NULL);
    for (int i = 0; i != 2; ++i) pthread_join(threads[i], NULL);
    return 0;
}
