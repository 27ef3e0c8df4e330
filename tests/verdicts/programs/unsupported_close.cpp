// A thread reads from a descriptor that another closes: it may wait for ever, be told, or read from
// whatever file has the number by then. "fixed": what is closed is the other end of the pipe.
#undef NDEBUG
#include <unistd.h>

#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    int ends[2];
    assert(pipe(ends) == 0);
    std::thread reader([&] {
        char byte = 0;
        assert(read(ends[0], &byte, 1) == 0); // BUG
    });
    close(ends[fixed ? 1 : 0]);
    reader.join();
}
