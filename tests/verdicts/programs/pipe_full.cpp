// A thread sends more than a pipe holds to one that first waits for it to end. "fixed": that one
// reads first. "nonblocking": it does not wait for room, but is told.
#undef NDEBUG
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <string>
#include <thread>

int main(int argc, char** argv) {
    std::string const variant = argc > 1 ? argv[1] : "";
    bool const reads = variant == "fixed";
    bool const waits = variant != "nonblocking";
    std::array<int, 2> ends{};
    assert(pipe2(ends.data(), waits ? 0 : O_NONBLOCK) == 0);
    std::thread sender([&] {
        std::array<char, 4096> page{};
        for (int i = 0; i != 16; ++i) assert(write(ends[1], page.data(), page.size()) == 4096);
        ssize_t const sent = write(ends[1], page.data(), 1); // BUG
        assert(waits ? sent == 1 : sent == -1 && errno == EAGAIN);
    });
    char byte = 0;
    if (reads) assert(read(ends[0], &byte, 1) == 1);
    sender.join();
}
