// An eventfd is to let one thread at a time in, and lets in two. "fixed": one.
#undef NDEBUG
#include <sys/eventfd.h>
#include <unistd.h>

#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const two = argc == 1;
    int const permits = eventfd(two ? 2 : 1, EFD_SEMAPHORE);
    assert(permits >= 0);
    int inside = 0;
    auto const enter = [&] {
        eventfd_t permit = 0;
        assert(eventfd_read(permits, &permit) == 0 && permit == 1);
        ++inside; // BUG
        assert(eventfd_write(permits, 1) == 0);
    };
    std::thread first(enter);
    std::thread second(enter);
    first.join();
    second.join();
    assert(inside == 2);
    close(permits);
}
