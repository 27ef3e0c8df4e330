// A thread spins until each of several flags is set.
//   default: one loop for each; together: all of them are read in each iteration; shortcut: the
//   later ones only once the earlier ones are set
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    variant const v(argc, argv);
    auto const order = v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release;
    std::atomic<int> a{0};
    std::atomic<int> b{0};
    int from_a = 0;
    int from_b = 0;
    auto const is_set = [](std::atomic<int>& flag) {
        return flag.load(std::memory_order_acquire) == 1; // BUG
    };
    auto const both = [&] {
        return a.load(std::memory_order_acquire) + b.load(std::memory_order_acquire) == 2; // BUG
    };
    auto const wait = [&] {
        if (v.has("together")) {
            while (!both()) { // BUG
            }
        } else if (v.has("shortcut")) {
            while (!is_set(a) || !is_set(b)) { // BUG
            }
        } else {
            while (!is_set(a)) {
            }
            while (!is_set(b)) { // BUG
            }
        }
        assert(from_a + from_b == 2); // BUG(relaxed)
    };
    auto const run = [&](int i) {
        switch (i) {
        case 0: wait(); break;
        case 1:
            from_a = 1;
            a.store(1, std::memory_order_release);
            break;
        default:
            from_b = 1; // BUG(relaxed)
            if (!v.has("lost")) {
                b.store(1, order);
            }
        }
    };
    run_threads(v, 3, run);
}
