// A thread spins on a flag, and pauses twice as long after each look, up to a limit.
//   sleep: the pauses are calls of sleep_for
#include "variant.hpp"

#include <atomic>
#include <chrono>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const limit = v.number("limit", 8);
    auto const order = v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release;
    bool const sleeps = v.has("sleep");
    std::atomic<bool> flag{false};
    int message = 0;
    auto const wait = [&] {
        int pause = 1;
        while (!flag.load(std::memory_order_acquire)) { // BUG
            if (sleeps) {
                std::this_thread::sleep_for(std::chrono::microseconds(pause));
            } else {
                for (int i = 0; i < pause; ++i) {
                    __builtin_ia32_pause();
                }
            }
            pause = pause < limit ? 2 * pause : limit;
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
