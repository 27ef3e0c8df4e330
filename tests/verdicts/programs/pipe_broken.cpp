// A write to a pipe that nobody can read any more is the program's end. "fixed": the reader stays.
// "ignored": the signal is ignored, and the write fails, if it comes after the end was closed.
#undef NDEBUG
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <csignal>
#include <string>
#include <thread>

int main(int argc, char** argv) {
    std::string const variant = argc > 1 ? argv[1] : "";
    if (variant == "ignored") std::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    assert(pipe(ends) == 0);
    std::thread reader([&] {
        if (variant != "fixed") assert(close(ends[0]) == 0);
    });
    ssize_t const sent = write(ends[1], "x", 1); // BUG
    assert(sent == 1 || (variant == "ignored" && errno == EPIPE));
    reader.join();
}
