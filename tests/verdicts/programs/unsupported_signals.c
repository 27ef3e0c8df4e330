// Signals: each use that would need a handler to run, or a thread to wait for a signal, by its
// name. "masks" and "defaults" are accepted.
#define _GNU_SOURCE
#undef NDEBUG
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static void handle(int number) {
    (void)number;
}

static void* use(void* mode) {
    sigset_t set, before;
    struct sigaction action;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    memset(&action, 0, sizeof action);
    if (strcmp(mode, "signal") == 0) {
        signal(SIGUSR1, handle); // BUG(signal)
    } else if (strcmp(mode, "sigaction") == 0) {
        action.sa_handler = handle;
        sigaction(SIGUSR2, &action, 0); // BUG(sigaction)
    } else if (strcmp(mode, "sigwait") == 0) {
        int number = 0;
        sigwait(&set, &number); // BUG(sigwait)
    } else if (strcmp(mode, "alarm") == 0) {
        alarm(1); // BUG(alarm)
    } else if (strcmp(mode, "masks") == 0) {
        assert(pthread_sigmask(SIG_BLOCK, &set, &before) == 0);
        assert(!sigismember(&before, SIGUSR1));
        assert(sigprocmask(SIG_SETMASK, &before, &set) == 0);
        assert(sigismember(&set, SIGUSR1));
        assert(pthread_sigmask(SIG_BLOCK, 0, &set) == 0);
        assert(!sigismember(&set, SIGUSR1));
    } else if (strcmp(mode, "defaults") == 0) {
        assert(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
        action.sa_handler = SIG_DFL;
        assert(sigaction(SIGSEGV, &action, 0) == 0);
    }
    return 0;
}

int main(int argc, char** argv) {
    pthread_t a;
    pthread_create(&a, 0, use, argc > 1 ? argv[1] : "");
    if (argc > 2) use(argv[1]);
    pthread_join(a, 0);
    return 0;
}
