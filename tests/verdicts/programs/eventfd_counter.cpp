// Two threads add to an eventfd, and one read takes what is there: perhaps only what one of them
// has added. "fixed": it reads until it has all.
#undef NDEBUG
#include <sys/eventfd.h>
#include <unistd.h>

#include <cassert>
#include <cstdint>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    int const counter = eventfd(0, EFD_CLOEXEC);
    auto const add = [&](std::uint64_t n) { assert(write(counter, &n, sizeof n) == sizeof n); };
    std::thread first(add, 1);
    std::thread second(add, 2);
    std::uint64_t sum = 0;
    do {
        std::uint64_t part = 0;
        assert(read(counter, &part, sizeof part) == sizeof part && part != 0);
        sum += part;
    } while (fixed && sum != 3);
    assert(sum == 3); // BUG
    first.join();
    second.join();
}
