// A thread whose frame has room that nobody ever writes: what earlier calls have left there is no
// part of what it does.
#include "variant.hpp"

#include <atomic>

namespace {

std::atomic<int> x{0};

[[gnu::noinline]] void use(char const* room) {
    asm volatile("" ::"r"(room));
}

[[gnu::noinline]] void wait_for_zero() {
    char room[400];
    use(room);
    while (x.load(std::memory_order_relaxed) != 0) {
    }
}

} // namespace

int main(int, char**) {
    std::thread other([] {
        x.store(2, std::memory_order_relaxed);
        x.store(0, std::memory_order_relaxed);
    });
    wait_for_zero();
    other.join();
}
