// A consumer reads numbers up to the end of a pipe, which does not come while somebody may write:
// the producer forgets to close its end. "fixed": it closes it. "late": it sends one more, after.
#undef NDEBUG
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <string>
#include <thread>

int main(int argc, char** argv) {
    std::string const variant = argc > 1 ? argv[1] : "";
    int ends[2];
    assert(pipe(ends) == 0);
    std::thread producer([&] {
        for (int const i : {1, 2}) assert(write(ends[1], &i, sizeof i) == sizeof i);
        if (!variant.empty()) assert(close(ends[1]) == 0);
        int const last = 3;
        if (variant == "late")
            assert(write(ends[1], &last, sizeof last) == sizeof last); // BUG(late)
    });
    int sum = 0;
    int number = 0;
    ssize_t got = 0;
    while ((got = read(ends[0], &number, sizeof number)) > 0) { // BUG
        assert(got == sizeof number);
        sum += number;
    }
    assert(got == 0 && sum == 3);
    producer.join();
    assert(close(ends[0]) == 0);
    assert(close(ends[0]) == -1 && errno == EBADF);
}
