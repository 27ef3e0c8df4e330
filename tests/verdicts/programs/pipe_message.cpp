// A byte through a pipe says that a value is there: written after the byte. "fixed": before it.
#undef NDEBUG
#include <unistd.h>

#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    int ends[2];
    assert(pipe(ends) == 0);
    int value = 0;
    std::thread sender([&] {
        if (fixed) value = 1;
        assert(write(ends[1], "x", 1) == 1);
        if (!fixed) value = 1; // BUG
    });
    char byte = 0;
    assert(read(ends[0], &byte, 1) == 1 && byte == 'x');
    int const seen = value; // BUG
    assert(seen == 1);
    sender.join();
    close(ends[0]);
    close(ends[1]);
}
