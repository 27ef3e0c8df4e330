// One unit for two threads: the second waits for ever. "fixed": the first gives it back.
#undef NDEBUG
#include <sys/eventfd.h>
#include <unistd.h>

#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    int const units = eventfd(1, 0);
    auto const use = [&] {
        eventfd_t unit = 0;
        assert(eventfd_read(units, &unit) == 0); // BUG
        if (fixed) assert(eventfd_write(units, unit) == 0);
    };
    std::thread first(use);
    std::thread second(use);
    first.join();
    second.join();
}
