// A thread spins on a flag that another sets, and does something between two looks at it.
#include "variant.hpp"

#include <sched.h>

#include <atomic>
#include <chrono>

#undef NDEBUG
#include <cassert>

namespace {

// Out of line: what it leaves on the stack is gone when it returns.
[[gnu::noinline]] void sleep_a_moment() {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

template <class Pause>
void run(variant const& v, Pause pause) {
    auto const order = v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release;
    int const value = v.has("wrong") ? 2 : 1;
    std::atomic<int> flag{0};
    int message = 0;
    auto const wait = [&] {
        while (flag.load(std::memory_order_acquire) != 1) { // BUG
            pause();
        }
        assert(message == 1); // BUG(relaxed)
    };
    auto const set = [&] {
        message = 1; // BUG(relaxed)
        if (!v.has("lost")) {
            flag.store(value, order);
        }
    };
    run_threads(v, 2, [&](int i) { i == 0 ? wait() : set(); });
}

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    if (v.has("yield")) {
        run(v, [] { std::this_thread::yield(); });
    } else if (v.has("sched_yield")) {
        run(v, [] { sched_yield(); });
    } else if (v.has("sleep")) {
        run(v, sleep_a_moment);
    } else {
        run(v, [] {});
    }
}
