// Message passing: the flag must be published with release and read with acquire ("fixed") for the
// payload to be safe.
#include <atomic>
#include <thread>

static int volatile sink = 0;

int main(int argc, char**) {
    bool const fixed = argc > 1;
    int payload = 0;
    std::atomic<bool> ready{false};
    std::thread writer{[&] {
        payload = 42; // BUG
        if (fixed) {
            ready.store(true, std::memory_order_release);
        } else {
            ready.store(true, std::memory_order_relaxed);
        }
    }};
    std::thread reader{[&] {
        if (ready.load(std::memory_order_acquire)) {
            sink = payload; // BUG
        }
    }};
    writer.join();
    reader.join();
}
