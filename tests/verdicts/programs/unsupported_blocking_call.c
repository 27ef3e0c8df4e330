// A system call that blocks for good, and is not simulated. "fixed": it does not block.
#include <poll.h>

int main(int argc, char** argv) {
    (void)argv;
    int const fixed = argc > 1;
    poll(0, 0, fixed ? 0 : -1); // BUG
    return 0;
}
