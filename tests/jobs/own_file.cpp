// Writes to a file and reads it back: nobody else does, or so it believes.
//     own_file THREADS FILE
#undef NDEBUG
#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <thread>

int main(int, char** argv) {
    auto const threads = static_cast<std::size_t>(std::atoi(argv[1]));
    std::atomic<int> next_ticket{0};
    std::array<int, 16> drawn{};
    std::array<std::thread, 16> all;
    for (std::size_t i = 0; i != threads; ++i) {
        all[i] =
            std::thread{[&, i] { drawn[i] = next_ticket.fetch_add(1, std::memory_order_relaxed); }};
    }
    int order = 0;
    for (std::size_t i = 0; i != threads; ++i) {
        all[i].join();
        order = order * 10 + drawn[i];
    }
    std::FILE* file = std::fopen(argv[2], "w");
    std::fprintf(file, "%d\n", order);
    std::fclose(file);
    file = std::fopen(argv[2], "r");
    int read = -1;
    assert(std::fscanf(file, "%d", &read) == 1);
    std::fclose(file);
    assert(read == order);
}
