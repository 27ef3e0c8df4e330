// A release store and a notification are enough for a waiter that acquires ("relaxed": it does
// not); so they are for an atomic that is wider than a futex.
#include <atomic>
#include <cstdint>
#include <string_view>
#include <thread>

#undef NDEBUG
#include <cassert>

template <class Integer>
static void hand_over(std::memory_order order) {
    std::atomic<Integer> ready{0};
    int value = 0;
    std::thread waiter{[&] {
        ready.wait(0, order);
        assert(value == 1); // BUG
    }};
    value = 1; // BUG
    ready.store(1, std::memory_order_release);
    ready.notify_one();
    waiter.join();
}

int main(int argc, char** argv) {
    bool const wide = argc > 1 && std::string_view{argv[1]} == "wide";
    bool const relaxed = argc > 1 && !wide;
    auto const order = relaxed ? std::memory_order_relaxed : std::memory_order_acquire;
    wide ? hand_over<std::int64_t>(order) : hand_over<std::int32_t>(order);
}
