// A gigabyte of which two threads use a few bytes each. "late": it is freed before it is read;
// "early": before the other thread has written to it; "beside": both write to the same byte.
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>

namespace {

constexpr std::size_t size = std::size_t{1} << 30U;
constexpr std::size_t in_the_middle = 77'777;

} // namespace

int main(int argc, char** argv) {
    auto const is = [&](char const* mode) { return argc > 1 && std::strcmp(argv[1], mode) == 0; };
    auto* const block = static_cast<char*>(std::malloc(size));
    std::mutex mutex;
    auto const write = [&](std::size_t at) {
        std::lock_guard const lock(mutex); // two orders: the second is taken up in the middle
        block[at] = 1;                     // BUG(early)
    };
    std::thread other([&] {
        if (is("beside")) {
            block[in_the_middle] = 1; // BUG(beside)
        }
        write(size - 1);
    });
    write(0);
    if (is("beside")) {
        block[in_the_middle] = 2; // BUG(beside)
    }
    if (is("early")) {
        std::free(block); // BUG(early)
    }
    other.join();
    if (!is("early")) {
        std::free(block);
    }
    if (is("late")) {
        block[in_the_middle] = 1; // BUG(late)
    }
}
