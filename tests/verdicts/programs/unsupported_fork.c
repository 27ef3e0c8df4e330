/* Forks. "fixed": does not. */
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
    (void)argv;
    if (argc == 1) {
        pid_t const child = fork(); // BUG
        if (child == 0) {
            _exit(0);
        }
        waitpid(child, 0, 0);
    }
    return 0;
}
