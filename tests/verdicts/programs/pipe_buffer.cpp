// Two threads read from one pipe into the same buffer. "fixed": each has its own.
#undef NDEBUG
#include <unistd.h>

#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    int ends[2];
    assert(pipe(ends) == 0);
    assert(write(ends[1], "ab", 2) == 2);
    char buffers[2] = {};
    auto const receive = [&](char* to) {
        assert(read(ends[0], to, 1) == 1); // BUG
    };
    std::thread first(receive, &buffers[0]);
    std::thread second(receive, &buffers[fixed ? 1 : 0]);
    first.join();
    second.join();
    assert(!fixed || buffers[0] + buffers[1] == 'a' + 'b');
}
