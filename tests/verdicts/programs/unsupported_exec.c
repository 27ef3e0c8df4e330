/* Turns into another program. "fixed": does not. */
#include <unistd.h>

int main(int argc, char** argv, char** environment) {
    (void)argv;
    char name[] = "/bin/true";
    char* const arguments[] = {name, 0};
    if (argc == 1) {
        execve(name, arguments, environment); // BUG
    }
    return 0;
}
