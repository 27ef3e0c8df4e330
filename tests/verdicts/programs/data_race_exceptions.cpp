// Throwing orders nothing between threads, whatever the unwinder locks to look up its tables.
// "fixed": the flag orders the two writes.
#include <atomic>
#include <thread>

namespace {

void throw_and_catch() {
    try {
        throw 1;
    } catch (int) {
    }
}

} // namespace

int main(int argc, char**) {
    auto const publish = argc > 1 ? std::memory_order_release : std::memory_order_relaxed;
    std::atomic<int> flag{0};
    int data = 0;
    std::thread writer{[&] {
        data = 1; // BUG
        throw_and_catch();
        if (publish == std::memory_order_release) {
            flag.store(1, std::memory_order_release);
        } else {
            flag.store(1, std::memory_order_relaxed);
        }
    }};
    std::thread reader{[&] {
        if (flag.load(std::memory_order_acquire) == 1) {
            throw_and_catch();
            data = 2; // BUG
        }
    }};
    writer.join();
    reader.join();
}
