// An atomic that begins a new life where an old one ended knows nothing of the old one's values: a
// local of a function that is called again, and an object that is constructed again in its place.
#include <atomic>
#include <memory>
#include <thread>

#undef NDEBUG
#include <cassert>

[[gnu::noinline]] static void one_life() {
    std::atomic<int> x{0};
    std::thread other{[&x] { x.store(7, std::memory_order_relaxed); }};
    int const seen = x.load(std::memory_order_relaxed);
    assert(seen == 0 || seen == 7);
    other.join();
    assert(x.load(std::memory_order_relaxed) == 7);
}

int main() {
    one_life();
    one_life();
    alignas(std::atomic<int>) static unsigned char place[sizeof(std::atomic<int>)];
    for (int life = 0; life != 2; ++life) {
        auto* const x = std::construct_at(reinterpret_cast<std::atomic<int>*>(place), 10);
        std::thread other{[x] { assert(x->load(std::memory_order_relaxed) == 10); }};
        other.join();
        x->store(20, std::memory_order_relaxed);
        std::destroy_at(x);
    }
}
