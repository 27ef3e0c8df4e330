// A mutex that is copied byte by byte while it is held, and the copy is used; "free": while it is
// not, as code that moves objects does; "again": the copy is initialized.
#include <pthread.h>
#include <string.h>

struct guarded {
    int value;
    pthread_mutex_t mutex;
};

static struct guarded original = {0, PTHREAD_MUTEX_INITIALIZER};
static struct guarded copy;

static void* use_copy(void* unused) {
    pthread_mutex_lock(&copy.mutex); // BUG
    ++copy.value;
    pthread_mutex_unlock(&copy.mutex);
    return unused;
}

int main(int argc, char** argv) {
    int const is_free = argc > 1 && strcmp(argv[1], "free") == 0;
    pthread_t other;
    pthread_mutex_lock(&original.mutex);
    if (is_free) pthread_mutex_unlock(&original.mutex);
    memcpy(&copy, &original, sizeof copy);
    if (!is_free) pthread_mutex_unlock(&original.mutex);
    if (argc > 1 && !is_free) pthread_mutex_init(&copy.mutex, 0);
    pthread_create(&other, 0, use_copy, 0);
    pthread_join(other, 0);
    return 0;
}
