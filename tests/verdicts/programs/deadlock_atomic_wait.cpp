// atomic::wait whose value changes without a notification. "fixed": notify_one follows the store.
#include <atomic>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::atomic<int> value{0};
    std::thread waiter{[&] { value.wait(0); }}; // BUG
    value.store(1);
    if (fixed) {
        value.notify_one();
    }
    waiter.join(); // BUG
}
