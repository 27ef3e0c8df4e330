// A thread that waits for a flag spins a few times, then yields a few times, then sleeps.
#include "variant.hpp"

#include <atomic>
#include <chrono>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const spins = v.number("spins", 2);
    int const yields = v.number("yields", 2);
    auto const order = v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release;
    std::atomic<bool> flag{false};
    int message = 0;
    auto const wait = [&] {
        int looks = 0;
        while (!flag.load(std::memory_order_acquire)) { // BUG
            if (looks < spins) {
                ++looks;
            } else if (looks < spins + yields) {
                ++looks;
                std::this_thread::yield();
            } else {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        }
        assert(message == 1); // BUG(relaxed)
    };
    auto const set = [&] {
        message = 1; // BUG(relaxed)
        if (!v.has("lost")) {
            flag.store(true, order);
        }
    };
    run_threads(v, 2, [&](int i) { i == 0 ? wait() : set(); });
}
