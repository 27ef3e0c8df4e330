// Flags that are set by threads that spin themselves, one after the other.
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    variant const v(argc, argv);
    auto const order = v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release;
    std::atomic<bool> first{false};
    std::atomic<bool> second{false};
    int message = 0;
    auto const run = [&](int i) {
        switch (i) {
        case 0:
            while (!second.load(std::memory_order_acquire)) { // BUG
            }
            ++message; // BUG(relaxed)
            assert(message == 2);
            break;
        case 1:
            while (!first.load(std::memory_order_acquire)) { // BUG(cycle)
            }
            second.store(true, order);
            break;
        default:
            if (v.has("cycle")) {
                while (!second.load(std::memory_order_acquire)) { // BUG(cycle)
                }
            }
            message = 1; // BUG(relaxed)
            if (!v.has("lost")) {
                first.store(true, std::memory_order_release);
            }
        }
    };
    run_threads(v, 3, run);
}
