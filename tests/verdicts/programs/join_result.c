/* What a thread returns is written by whoever joins it. "posix", "c11": to where another thread
 * reads. */
#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <threads.h>

static void* from_posix;
static int from_c11;
static void* volatile* posix_seen = &from_posix;
static int volatile* c11_seen = &from_c11;

static void* give(void* nothing) {
    (void)nothing;
    return &from_posix;
}

static int give_one(void* nothing) {
    (void)nothing;
    return 1;
}

static void* look_at_posix(void* nothing) {
    (void)nothing;
    return *posix_seen; // BUG(posix)
}

static void* look_at_c11(void* nothing) {
    (void)nothing;
    return *c11_seen == 2 ? &from_c11 : NULL; // BUG(c11)
}

int main(int argc, char** argv) {
    pthread_t reader;
    if (argc > 1) {
        int const posix = strcmp(argv[1], "posix") == 0;
        pthread_create(&reader, NULL, posix ? look_at_posix : look_at_c11, NULL);
    }
    pthread_t giver;
    pthread_create(&giver, NULL, give, NULL);
    pthread_join(giver, &from_posix); // BUG(posix)
    thrd_t other;
    thrd_create(&other, give_one, NULL);
    thrd_join(other, &from_c11); // BUG(c11)
    if (argc > 1) {
        pthread_join(reader, NULL);
    }
    return 0;
}
