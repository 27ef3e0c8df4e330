/* pthread_exit by what the end of a thread or of the program has called: undefined in POSIX.
 *
 *     handler       by a cleanup handler
 *     destructor    by a destructor of thread-specific data
 *     at_exit       by a function that atexit has registered
 *     at_quick_exit
 */
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static char const* mode;

static void leave(void* result) {
    pthread_exit(result); // BUG
}

static void leave_at_exit(void) {
    leave(NULL);
}

static void* run(void* argument) {
    pthread_key_t key;
    if (strcmp(mode, "destructor") == 0) {
        pthread_key_create(&key, leave);
        pthread_setspecific(key, argument);
    }
    pthread_cleanup_push(leave, argument);
    if (strcmp(mode, "handler") == 0) {
        pthread_exit(NULL);
    }
    pthread_cleanup_pop(0);
    return NULL;
}

int main(int argc, char** argv) {
    pthread_t thread;
    mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "at_exit") == 0) {
        atexit(leave_at_exit);
    } else if (strcmp(mode, "at_quick_exit") == 0) {
        at_quick_exit(leave_at_exit);
        quick_exit(0);
    } else {
        pthread_create(&thread, NULL, run, &mode);
        pthread_join(thread, NULL);
    }
    return 0;
}
