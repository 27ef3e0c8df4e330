// A cache behind a read-write lock: who misses computes the entry, locks for writing and looks
// again. "upgrade": keeps the read lock meanwhile, and waits for itself. "reading": writes under a
// read lock. "twice": does not look again, so that an entry that others have seen is replaced.
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int* entry;
static char const* mistake = "";

static int is(char const* name) {
    return strcmp(mistake, name) == 0;
}

static int* compute(void) {
    int* const value = malloc(sizeof *value); // BUG(twice)
    *value = 42;
    return value;
}

static void* look_up(void* unused) {
    pthread_rwlock_rdlock(&lock);
    int* found = entry; // BUG(reading)
    if (found == NULL && is("reading")) {
        entry = compute(); // BUG(reading)
        found = entry;     // BUG(reading)
    }
    if (!is("upgrade")) pthread_rwlock_unlock(&lock);
    if (found == NULL) {
        pthread_rwlock_wrlock(&lock); // BUG(upgrade)
        if (entry == NULL || is("twice")) entry = compute();
        found = entry;
        pthread_rwlock_unlock(&lock);
    }
    if (is("upgrade")) pthread_rwlock_unlock(&lock);
    assert(*found == 42);
    return unused;
}

int main(int argc, char** argv) {
    if (argc > 1) mistake = argv[1];
    pthread_t threads[2];
    for (int i = 0; i != 2; ++i) pthread_create(&threads[i], NULL, look_up, NULL);
    for (int i = 0; i != 2; ++i) pthread_join(threads[i], NULL);
    free(entry);
    return 0;
}
