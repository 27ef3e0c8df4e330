// One lock, taken in different ways: kinds=123 has three threads, a digit for what each does.
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

std::atomic<int> taken{0};

void by_exchange() {
    while (taken.exchange(1, std::memory_order_acquire) != 0) {
    }
}

// Having failed, it only looks until the lock seems to be free.
void by_exchange_and_looks() {
    while (taken.exchange(1, std::memory_order_acquire) != 0) {
        while (taken.load(std::memory_order_relaxed) != 0) {
        }
    }
}

void by_cas() {
    for (int free = 0; !taken.compare_exchange_strong(free, 1, std::memory_order_acquire);) {
        free = 0;
    }
}

void by_fetch_or() {
    while ((taken.fetch_or(1, std::memory_order_acquire) & 1) != 0) {
    }
}

// What it reads goes through its own memory, where it is left.
void by_exchange_into_memory() {
    int seen = 1;
    asm volatile("" ::"r"(&seen) : "memory");
    do {
        int volatile* const left = &seen;
        *left = taken.exchange(1, std::memory_order_acquire);
    } while (seen != 0);
}

void take(int kind) {
    switch (kind) {
    case 1: by_exchange(); break;
    case 2: by_exchange_and_looks(); break;
    case 3: by_cas(); break;
    case 5: by_exchange_into_memory(); break;
    default: by_fetch_or(); break;
    }
}

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const rounds = v.number("rounds", 1);
    std::vector<int> kinds;
    for (int all = v.number("kinds", 1); all != 0; all /= 10) kinds.push_back(all % 10);
    auto const threads = static_cast<int>(kinds.size());
    int counter = 0;
    run_threads(v, threads, [&](int which) {
        for (int i = 0; i != rounds; ++i) {
            take(kinds[static_cast<std::size_t>(which)]);
            ++counter;
            taken.store(0, std::memory_order_release);
        }
    });
    assert(counter == threads * rounds);
}
