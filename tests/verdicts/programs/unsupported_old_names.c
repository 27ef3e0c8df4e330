/* Functions that few know: handlers by System V's name, the locks of streams, stacks of the
 * program's own. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

static ucontext_t back;
static ucontext_t there;

static void handle(int number) {
    (void)number;
}

static void run_there(void) {}

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "signal") == 0) {
        sysv_signal(SIGUSR1, handle); // BUG(signal)
    }
    if (strcmp(mode, "stream") == 0) {
        flockfile(stdout); // BUG(stream)
        funlockfile(stdout);
    }
    if (strcmp(mode, "stack") == 0) {
        static char stack[65536];
        getcontext(&there);
        there.uc_stack.ss_sp = stack;
        there.uc_stack.ss_size = sizeof stack;
        there.uc_link = &back;
        makecontext(&there, run_there, 0);
        swapcontext(&back, &there); // BUG(stack)
    }
    return 0;
}
