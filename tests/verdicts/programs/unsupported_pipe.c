// What goes through a pipe orders threads, and is not simulated. "fixed": no pipe.
#include <unistd.h>

int main(int argc, char** argv) {
    (void)argv;
    int ends[2] = {-1, -1};
    if (argc > 1) return 0;
    return pipe(ends); // BUG
}
