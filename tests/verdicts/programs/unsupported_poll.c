// What waits for several descriptors at once is not simulated. "fixed": no pipe is among them.
// "large": a write that the kernel may divide. "flags": another thread may read before or after the
// change. "system_call", and functions that few call with a pipe.
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int ends[2];

static void* receive(void* nothing) {
    char byte = 0;
    (void)!read(ends[0], &byte, 1);
    return nothing;
}

int main(int argc, char** argv) {
    static char much[8192];
    const char* variant = argc > 1 ? argv[1] : "";
    struct pollfd wanted = {.fd = 0, .events = POLLIN};
    if (pipe(ends) != 0) return 1;
    if (strcmp(variant, "fixed") == 0) return poll(&wanted, 1, 0) < 0;
    if (strcmp(variant, "large") == 0) return (int)write(ends[1], much, sizeof much); // BUG(large)
    if (strcmp(variant, "system_call") == 0) {
        return (int)syscall(SYS_write, ends[1], much, 1); // BUG(system_call)
    }
    if (strcmp(variant, "flags") == 0) {
        pthread_t reader;
        pthread_create(&reader, NULL, receive, NULL);
        return fcntl(ends[0], F_SETFL, O_NONBLOCK); // BUG(flags)
    }
    if (strcmp(variant, "fsync") == 0) return fsync(ends[1]);              // BUG(fsync)
    if (strcmp(variant, "isatty") == 0) return isatty(ends[1]);            // BUG(isatty)
    if (strcmp(variant, "range") == 0) return (int)close_range(3, ~0U, 0); // BUG(range)
    if (strcmp(variant, "vector") == 0) {
        struct iovec part = {much, 1};
        return (int)preadv2(ends[0], &part, 1, -1, 0); // BUG(vector)
    }
    wanted.fd = ends[0];
    return poll(&wanted, 1, 0); // BUG
}
