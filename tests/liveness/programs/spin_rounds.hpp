// Threads that take a spin lock again and again. How often one has to wait, and so what it does
// next, differs from execution to execution.
#pragma once

#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

inline int spin_rounds(int argc, char** argv) {
    variant const v(argc, argv);
    int const threads = v.number("threads", 2);
    int const rounds = v.number("rounds", 2);
    bool const by_cas = v.has("cas");
    std::atomic<int> taken{0};
    int counter = 0;
    run_threads(v, threads, [&](int) {
        for (int i = 0; i != rounds; ++i) {
            if (by_cas) {
                for (int free = 0; !taken.compare_exchange_strong(free, 1); free = 0) {
                }
            } else {
                while (taken.exchange(1, std::memory_order_acquire) != 0) {
                }
            }
            ++counter;
            taken.store(0, std::memory_order_release);
        }
    });
    assert(counter == threads * rounds);
    return 0;
}
