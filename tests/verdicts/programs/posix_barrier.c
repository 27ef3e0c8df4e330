/* Two rounds through a POSIX barrier, which is destroyed as soon as one thread has passed. "race":
   a thread looks before it has passed; "three": the barrier waits for a third thread; "serial":
   claims that main is always the serial one. */
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#undef NDEBUG
#include <assert.h>

static pthread_barrier_t barrier;
static int written[2];
static int serials;
static char const* mistake = "";

static int work(int me) {
    written[me] = 1; // BUG(race)
    if (strcmp(mistake, "race") == 0) {
        assert(written[1 - me] >= 0); // BUG(race)
    }
    int const serial = pthread_barrier_wait(&barrier); // BUG(three)
    assert(serial == 0 || serial == PTHREAD_BARRIER_SERIAL_THREAD);
    assert(written[1 - me] == 1);
    if (serial == PTHREAD_BARRIER_SERIAL_THREAD) {
        ++serials;
    }
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
        assert(serials == 1);
        pthread_barrier_destroy(&barrier);
    }
    return serial;
}

static void* other_work(void* argument) {
    (void)argument;
    work(1);
    return NULL;
}

int main(int argc, char** argv) {
    if (argc > 1) {
        mistake = argv[1];
    }
    pthread_barrier_init(&barrier, NULL, strcmp(mistake, "three") == 0 ? 3 : 2);
    pthread_t other;
    pthread_create(&other, NULL, other_work, NULL);
    int const serial = work(0);
    pthread_join(other, NULL);                             // BUG(three)
    assert(strcmp(mistake, "serial") != 0 || serial != 0); // BUG(serial)
    return 0;
}
