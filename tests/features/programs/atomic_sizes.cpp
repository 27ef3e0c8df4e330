// A message handed over by an atomic of SIZE bytes: those of integers, and those that only
// libatomic knows (3, 5, 12; 16 where the compiler does not write the instruction itself).
// "relaxed": nothing orders the message. Two executions: the flag is seen, or not.
#include <array>
#include <atomic>
#include <cassert>
#include <cstdlib>
#include <thread>

template <std::size_t Size>
struct bytes {
    std::array<unsigned char, Size> values{};

    explicit bytes(unsigned char value) { values.fill(value); }
};

template <std::size_t Size>
static void hand_over(std::memory_order acquire) {
    std::atomic<bytes<Size>> flag(bytes<Size>(0));
    int message = 0;
    std::thread writer([&] {
        message = 1; // BUG
        flag.store(bytes<Size>(7), std::memory_order_release);
    });
    auto const seen = flag.load(acquire).values;
    for (auto const value : seen) {
        assert(value == seen.front());
    }
    if (seen.front() == 7) {
        assert(message == 1); // BUG
    }
    writer.join();
}

int main(int argc, char** argv) {
    auto const order = argc > 2 ? std::memory_order_relaxed : std::memory_order_acquire;
    switch (std::atoi(argv[1])) {
    case 1: return hand_over<1>(order), 0;
    case 2: return hand_over<2>(order), 0;
    case 3: return hand_over<3>(order), 0;
    case 4: return hand_over<4>(order), 0;
    case 5: return hand_over<5>(order), 0;
    case 8: return hand_over<8>(order), 0;
    case 12: return hand_over<12>(order), 0;
    case 16: return hand_over<16>(order), 0;
    default: return 1;
    }
}
