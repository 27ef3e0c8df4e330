// Pipes and eventfds. Which operation on one comes before which is what executions differ in; how
// long a thread has waited for its own is not.
//     channels CASE N
#undef NDEBUG
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace {

struct pipe_ends {
    int read = -1;
    int write = -1;
};

pipe_ends open_pipe(int flags = 0) {
    std::array<int, 2> ends{};
    assert(pipe2(ends.data(), flags) == 0);
    return {ends[0], ends[1]};
}

void put(int to) {
    char const byte = 'x';
    assert(write(to, &byte, 1) == 1);
}

bool take(int from) {
    char byte = 0;
    ssize_t const n = read(from, &byte, 1);
    assert(n == 1 || errno == EAGAIN);
    return n == 1;
}

void in_threads(int n, std::function<void(int)> const& body) {
    std::vector<std::thread> threads;
    for (int i = 0; i != n; ++i) threads.emplace_back(body, i);
    for (auto& thread : threads) thread.join();
}

// One thread takes what the others put.
void gather(int n) {
    pipe_ends const p = open_pipe();
    std::thread reader([&] {
        for (int i = 0; i != n; ++i) assert(take(p.read));
    });
    in_threads(n, [&](int) { put(p.write); });
    reader.join();
}

// The others take what the main thread has put before they began.
void scatter(int n) {
    pipe_ends const p = open_pipe();
    for (int i = 0; i != n; ++i) put(p.write);
    in_threads(n, [&](int) { assert(take(p.read)); });
}

// There and back.
void ping_pong(int n) {
    pipe_ends const there = open_pipe();
    pipe_ends const back = open_pipe();
    int ball = 0; // of whoever has the byte
    std::thread other([&] {
        for (int i = 0; i != n; ++i) {
            assert(take(there.read));
            ++ball;
            put(back.write);
        }
    });
    for (int i = 0; i != n; ++i) {
        ++ball;
        put(there.write);
        assert(take(back.read));
    }
    other.join();
    assert(ball == 2 * n);
}

// n bytes, and then the end.
void end_of_file(int n) {
    pipe_ends const p = open_pipe();
    std::thread writer([&] {
        for (int i = 0; i != n; ++i) put(p.write);
        close(p.write);
    });
    char byte = 0;
    int got = 0;
    while (read(p.read, &byte, 1) == 1) ++got;
    assert(got == n);
    writer.join();
}

// Sixteen pages and n more, which there is room for when as many have been read.
void full(int n) {
    static std::array<char, 4096> page{};
    pipe_ends const p = open_pipe();
    std::thread reader([&] {
        std::array<char, 4096> got{};
        for (int i = 0; i != n; ++i) assert(read(p.read, got.data(), got.size()) == 4096);
    });
    for (int i = 0; i != 16 + n; ++i) assert(write(p.write, page.data(), page.size()) == 4096);
    reader.join();
}

// A loop that reads in vain until something is there, and perhaps asks why.
void poll_loop(int asks) {
    pipe_ends const p = open_pipe(O_NONBLOCK);
    int value = 0;
    std::thread writer([&] {
        value = 1;
        put(p.write);
    });
    char byte = 0;
    while (read(p.read, &byte, 1) != 1) {
        if (asks != 0) assert(errno == EAGAIN);
    }
    assert(value == 1);
    writer.join();
}

// Each puts something into its own pipe and looks into the other's: not both find nothing.
void store_buffering(int) {
    std::array const pipes{open_pipe(O_NONBLOCK), open_pipe(O_NONBLOCK)};
    std::array<bool, 2> got{};
    in_threads(2, [&](int i) {
        auto const own = static_cast<std::size_t>(i);
        put(pipes[own].write);
        got[own] = take(pipes[1 - own].read);
    });
    assert(got[0] || got[1]);
}

// An eventfd as a lock.
void lock(int n) {
    int const lock = eventfd(1, EFD_SEMAPHORE);
    int inside = 0;
    in_threads(n, [&](int) {
        eventfd_t one = 0;
        assert(eventfd_read(lock, &one) == 0 && one == 1);
        ++inside;
        assert(eventfd_write(lock, 1) == 0);
    });
    assert(inside == n);
}

// An eventfd as a counter: what n threads have added is there when they have all been joined.
void sum(int n) {
    int const counter = eventfd(0, 0);
    in_threads(n, [&](int i) { assert(eventfd_write(counter, 1u << i) == 0); });
    eventfd_t total = 0;
    assert(eventfd_read(counter, &total) == 0 && total == (1u << n) - 1);
}

} // namespace

int main(int, char** argv) {
    std::string const name = argv[1];
    int const n = std::atoi(argv[2]);
    if (name == "gather") gather(n);
    if (name == "scatter") scatter(n);
    if (name == "ping_pong") ping_pong(n);
    if (name == "end_of_file") end_of_file(n);
    if (name == "full") full(n);
    if (name == "poll_loop") poll_loop(n);
    if (name == "store_buffering") store_buffering(n);
    if (name == "lock") lock(n);
    if (name == "sum") sum(n);
}
