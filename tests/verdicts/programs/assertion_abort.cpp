// abort() in a thread, when it loses a race of exchanges. "fixed": losing is fine.
#include <atomic>
#include <cstdlib>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::atomic<bool> taken{false};
    auto const take = [&] {
        if (taken.exchange(true) && !fixed) {
            std::abort(); // BUG
        }
    };
    std::thread first{take};
    std::thread second{take};
    first.join();
    second.join();
}
