// A null pointer is written through, when one thread overtakes the other. "fixed": checked first.
#include <atomic>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    static int value = 0;
    std::atomic<int*> pointer{nullptr};
    std::thread publisher{[&] { pointer.store(&value); }};
    std::thread user{[&] {
        int* const target = pointer.load();
        if (!fixed || target != nullptr) {
            *target = 1; // BUG
        }
    }};
    publisher.join();
    user.join();
}
