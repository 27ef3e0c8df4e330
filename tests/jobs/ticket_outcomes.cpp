// Threads draw tickets, and the outcome is who draws the first: with n threads n outcomes, of
// (n - 1)! executions each.
//     ticket_outcomes THREADS
#include <heddle/heddle.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <thread>

namespace {

std::atomic<int> next_ticket{0};
std::array<int, 16> drawn;

} // namespace

int main(int, char** argv) {
    auto const threads = static_cast<std::size_t>(std::atoi(argv[1]));
    std::array<std::thread, 16> all;
    for (std::size_t i = 0; i != threads; ++i) {
        all[i] =
            std::thread{[i] { drawn[i] = next_ticket.fetch_add(1, std::memory_order_relaxed); }};
    }
    int first = -1;
    for (std::size_t i = 0; i != threads; ++i) {
        all[i].join();
        if (drawn[i] == 0) {
            first = static_cast<int>(i);
        }
    }
    heddle::outcome(first);
}
