// Each thread waits for the other to go first. "fixed": one of them does.
#include <atomic>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::atomic<bool> first_went{false};
    std::atomic<bool> second_went{false};
    std::thread first{[&] {
        if (fixed) {
            first_went.store(true);
        }
        while (!second_went.load()) { // BUG
        }
        first_went.store(true);
    }};
    std::thread second{[&] {
        while (!first_went.load()) { // BUG
        }
        second_went.store(true);
    }};
    first.join(); // BUG
    second.join();
}
