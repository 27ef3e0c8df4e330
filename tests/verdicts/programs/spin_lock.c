/* A counter under a POSIX spin lock. "race": one thread does without; "again": it locks twice;
   "unheld": it unlocks what another one holds. */
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#undef NDEBUG
#include <assert.h>

static pthread_spinlock_t lock;
static int counter;
static char const* mistake = "";

static void* count(void* argument) {
    (void)argument;
    pthread_spin_lock(&lock);
    ++counter; // BUG(race)
    if (strcmp(mistake, "again") == 0) {
        pthread_spin_lock(&lock); // BUG(again)
    }
    pthread_spin_unlock(&lock);
    return NULL;
}

int main(int argc, char** argv) {
    if (argc > 1) {
        mistake = argv[1];
    }
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_t threads[2];
    for (int i = 0; i != 2; ++i) {
        pthread_create(&threads[i], NULL, count, NULL);
    }
    if (strcmp(mistake, "race") == 0) {
        ++counter; // BUG(race)
    } else if (strcmp(mistake, "unheld") == 0) {
        pthread_spin_unlock(&lock); // BUG(unheld)
        return 1;
    } else if (pthread_spin_trylock(&lock) == 0) {
        assert(counter >= 0 && counter <= 2);
        pthread_spin_unlock(&lock);
    }
    for (int i = 0; i != 2; ++i) {
        pthread_join(threads[i], NULL); // BUG(again)
    }
    pthread_spin_destroy(&lock);
    return 0;
}
