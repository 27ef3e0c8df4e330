// Signals that a program sends to itself. SIGINT and SIGTERM end the search, as the user's would.
#include <signal.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "int") == 0) raise(SIGINT);
    if (strcmp(mode, "kill") == 0) kill(getpid(), SIGINT);
    if (strcmp(mode, "segv") == 0) raise(SIGSEGV); // BUG(segv)
    signal(SIGINT, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
    raise(SIGUSR1);
    return 0;
}
