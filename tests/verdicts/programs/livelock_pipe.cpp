// A loop reads a pipe that never has anything, without waiting. "fixed": somebody writes.
#undef NDEBUG
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::array<int, 2> ends{};
    assert(pipe2(ends.data(), O_NONBLOCK) == 0);
    std::thread other([&] {
        if (fixed) assert(write(ends[1], "x", 1) == 1);
    });
    char byte = 0;
    ssize_t got = 0;
    do {
        got = read(ends[0], &byte, 1); // BUG
    } while (got != 1);
    other.join();
}
