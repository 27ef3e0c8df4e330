// Threads draw tickets: as many executions as there are orders.
//     ticket_orders THREADS [CULPRITS]
// Bit i of CULPRITS: the order in which the last thread comes first, and thread i next, is a bug.
#undef NDEBUG
#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

std::atomic<int> next_ticket{0};
std::array<int, 16> drawn;

[[gnu::noinline]] void first_bug() {
    std::puts("first bug");
    bool const in_order = false;
    assert(in_order);
}

[[gnu::noinline]] void second_bug() {
    std::puts("second bug");
    bool const well = false;
    assert(well);
}

} // namespace

int main(int argc, char** argv) {
    auto const threads = static_cast<std::size_t>(std::atoi(argv[1]));
    int const culprits = argc > 2 ? std::atoi(argv[2]) : 0;
    std::puts("tickets, please");
    std::array<std::thread, 16> all;
    for (std::size_t i = 0; i != threads; ++i) {
        all[i] =
            std::thread{[i] { drawn[i] = next_ticket.fetch_add(1, std::memory_order_relaxed); }};
    }
    for (std::size_t i = 0; i != threads; ++i) {
        all[i].join();
    }
    if (drawn[threads - 1] == 0 && drawn[0] == 1 && (culprits & 1) != 0) {
        first_bug();
    }
    if (drawn[threads - 1] == 0 && drawn[1] == 1 && (culprits & 2) != 0) {
        second_bug();
    }
}
