// std::atomic of a small struct: always seen whole. "old": claims that the new one is never seen.
#include <atomic>
#include <thread>

#undef NDEBUG
#include <cassert>

struct alignas(8) pair {
    int first = 0;
    int second = 0;
};

int main(int argc, char**) {
    bool const old = argc > 1;
    std::atomic<pair> shared{pair{}};
    std::thread writer{[&] { shared.store(pair{1, 1}, std::memory_order_relaxed); }};
    pair const seen = shared.load(std::memory_order_relaxed);
    assert(seen.first == seen.second);
    assert(!old || seen.first == 0); // BUG
    writer.join();
}
