// Two threads add to plain variables by std::atomic_ref. "plain": one adds without it. Four
// executions: the two orders of the adders, for each of two variables.
#include <atomic>
#include <cassert>
#include <thread>

int main(int argc, char**) {
    bool const plain = argc > 1;
    int count = 0;
    double sum = 0;
    std::thread other([&] {
        std::atomic_ref<int>(count).fetch_add(1, std::memory_order_relaxed); // BUG
        std::atomic_ref<double>(sum).store(1.5, std::memory_order_relaxed);
    });
    if (plain) {
        ++count; // BUG
    } else {
        std::atomic_ref<int>(count).fetch_add(1, std::memory_order_relaxed);
    }
    double const seen = std::atomic_ref<double>(sum).exchange(2.5, std::memory_order_relaxed);
    assert(seen == 0 || seen == 1.5);
    other.join();
    assert(count == 2);
}
