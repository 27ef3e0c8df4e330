// std::atomic_flag as a lock: two executions, one thread is first. "relaxed": it orders nothing.
// "wait": as a gate, that is waited for; "wait lost": nobody is notified.
#include <atomic>
#include <cassert>
#include <string_view>
#include <thread>

int main(int argc, char** argv) {
    std::string_view const mode = argc > 1 ? argv[1] : "";
    std::atomic_flag flag;
    int value = 0;
    if (mode == "wait") {
        std::thread waiter([&] {
            flag.wait(false, std::memory_order_acquire); // BUG(lost)
            assert(value == 1);
        });
        value = 1;
        flag.test_and_set(std::memory_order_release);
        if (argc == 2) flag.notify_all();
        waiter.join();
        return 0;
    }
    auto const acquire = mode == "relaxed" ? std::memory_order_relaxed : std::memory_order_acquire;
    auto const add = [&] {
        while (flag.test_and_set(acquire)) {
        }
        ++value; // BUG(relaxed)
        flag.clear(std::memory_order_release);
    };
    std::thread first(add);
    std::thread second(add);
    first.join();
    second.join();
    assert(value == 2 && !flag.test());
}
