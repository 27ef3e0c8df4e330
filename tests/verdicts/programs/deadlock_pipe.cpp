// Each of two threads waits for the other's byte before it sends its own. "fixed": one sends first.
#undef NDEBUG
#include <unistd.h>

#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    int there[2];
    int back[2];
    assert(pipe(there) == 0 && pipe(back) == 0);
    char byte = 0;
    std::thread other([&] {
        char own = 0;
        assert(read(there[0], &own, 1) == 1); // BUG
        assert(write(back[1], "b", 1) == 1);
    });
    if (fixed) assert(write(there[1], "a", 1) == 1);
    assert(read(back[0], &byte, 1) == 1); // BUG
    if (!fixed) assert(write(there[1], "a", 1) == 1);
    other.join();
}
