// A latch of two that only one thread counts down. "fixed": main does too.
#include <latch>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::latch done{2};
    std::thread worker{[&] { done.arrive_and_wait(); }}; // BUG
    if (fixed) {
        done.count_down();
    }
    worker.join(); // BUG
}
