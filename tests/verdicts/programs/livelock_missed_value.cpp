// A loop that waits for one value, which another takes the place of: it may see only the last.
// "fixed": the loop waits for that value or a later one.
#include <atomic>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::atomic<int> x{0};
    std::thread counter{[&] {
        x.store(1);
        x.store(2);
    }};
    if (fixed) {
        while (x.load() < 1) {
        }
    } else {
        while (x.load() != 1) { // BUG
        }
    }
    counter.join();
}
