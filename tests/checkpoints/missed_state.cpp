// State that no checkpoint holds: how far a file has been read, and a generator's seed. Executions
// of such a program must each run from the start.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#undef NDEBUG
#include <cassert>

namespace {

/// Each call reads the next byte of this program's own file.
char next_byte(int file) {
    char byte = 0;
    assert(read(file, &byte, 1) == 1);
    return byte;
}

} // namespace

int main(int argc, char** argv) {
    bool const random = argc > 1 && std::string(argv[1]) == "random";
    int const file = random ? -1 : open("/proc/self/exe", O_RDONLY);
    std::atomic<int> tickets{0};
    std::string text;
    std::vector<int> numbers;
    auto const work = [&] {
        int const ticket = tickets.fetch_add(1);
        while (tickets.load() < 3) {
        }
        if (ticket == 0) {
            for (int i = 0; i != 4; ++i) {
                tickets.fetch_add(1);
                if (random) {
                    numbers.push_back(std::rand());
                } else {
                    text += next_byte(file);
                }
            }
        }
    };
    std::vector<std::thread> pool;
    for (int i = 0; i != 3; ++i) {
        pool.emplace_back(work);
    }
    for (auto& thread : pool) {
        thread.join();
    }
    if (random) {
        std::srand(1);
        for (int const number : numbers) {
            assert(number == std::rand());
        }
    } else {
        assert(text == "\x7f"
                       "ELF");
        close(file);
    }
}
