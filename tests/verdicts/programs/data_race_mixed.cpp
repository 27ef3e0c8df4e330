// An atomic access and a plain one to the same int, in two threads. "fixed": both atomic.
#include <atomic>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    alignas(std::atomic_ref<int>::required_alignment) int value = 0;
    std::thread atomic{[&] { std::atomic_ref{value}.store(1, std::memory_order_relaxed); }}; // BUG
    std::thread plain{[&] {
        if (fixed) {
            std::atomic_ref{value}.store(2, std::memory_order_relaxed);
        } else {
            value = 2; // BUG
        }
    }};
    atomic.join();
    plain.join();
}
