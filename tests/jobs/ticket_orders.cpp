// Threads draw tickets: as many executions as there are orders.
//     ticket_orders THREADS [CULPRITS [END]]
// Bit i of CULPRITS: the order in which the last thread comes first, and thread i next, is a bug:
// a failed assertion, or with END an end of the process that Heddle does not see coming, by a
// signal or by a system call with the status 0.
#undef NDEBUG
#include <sys/syscall.h>

#include <array>
#include <atomic>
#include <cassert>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace {

std::atomic<int> next_ticket{0};
std::array<int, 16> drawn;

// Not by the C library: for a program that uses more of it than is known, no second process is
// made.
long system_call(long number, long first = 0, long second = 0) {
    long result = number;
    asm volatile("syscall" : "+a"(result) : "D"(first), "S"(second) : "rcx", "r11", "memory");
    return result;
}

void end_process(std::string_view how) {
    if (how == "signal") {
        system_call(SYS_kill, system_call(SYS_getpid), SIGABRT);
    } else if (how == "exit") {
        system_call(SYS_exit_group, 0);
    }
}

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
        end_process(argc > 3 ? argv[3] : "");
        first_bug();
    }
    if (drawn[threads - 1] == 0 && drawn[1] == 1 && (culprits & 2) != 0) {
        second_bug();
    }
}
