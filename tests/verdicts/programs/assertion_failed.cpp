// Store buffering: with relaxed accesses both threads may read 0. "fixed": seq_cst.
#include <atomic>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char**) {
    auto const order = argc > 1;
    std::atomic<int> x{0};
    std::atomic<int> y{0};
    int saw_x = 0;
    int saw_y = 0;
    auto const visit = [order](std::atomic<int>& mine, std::atomic<int>& other, int& saw) {
        if (order) {
            mine.store(1, std::memory_order_seq_cst);
            saw = other.load(std::memory_order_seq_cst);
        } else {
            mine.store(1, std::memory_order_relaxed);
            saw = other.load(std::memory_order_relaxed);
        }
    };
    std::thread first{[&] { visit(x, y, saw_y); }};
    std::thread second{[&] { visit(y, x, saw_x); }};
    first.join();
    second.join();
    assert(saw_x == 1 || saw_y == 1); // BUG
}
