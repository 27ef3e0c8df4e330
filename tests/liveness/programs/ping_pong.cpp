// Two threads hand a counter back and forth, each spinning until it is its turn.
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const rounds = v.number("rounds", 2);
    auto const order = v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release;
    std::atomic<int> turn{0};
    int ball = 0;
    auto const play = [&](int self) {
        for (int round = 0; round < rounds; ++round) {
            while (turn.load(std::memory_order_acquire) != self) { // BUG
            }
            ++ball; // BUG(relaxed)
            bool const drops = v.has("lost") && self == 0 && round == rounds - 1;
            if (!drops) {
                turn.store(1 - self, order);
            }
        }
    };
    run_threads(v, 2, play);
    assert(ball == 2 * rounds);
}
