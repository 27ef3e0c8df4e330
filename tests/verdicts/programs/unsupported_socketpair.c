// What goes through a socket orders threads, and is not simulated. "fixed": no socket.
#include <sys/socket.h>

int main(int argc, char** argv) {
    (void)argv;
    int ends[2] = {-1, -1};
    if (argc > 1) return 0;
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends); // BUG
}
