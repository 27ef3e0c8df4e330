// Executions of any length:  long_execution STEPS updates|locks|messages
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

namespace {

std::atomic<int> x{0};
std::atomic<int> y{0};
std::mutex m;

void updates(int steps) {
    std::thread many{[steps] {
        for (int i = 0; i != steps; ++i) {
            x.fetch_add(1, std::memory_order_relaxed);
        }
    }};
    std::thread one{[] { x.load(std::memory_order_relaxed); }};
    many.join();
    one.join();
}

void locks(int steps) {
    std::thread many{[steps] {
        for (int i = 0; i != steps; ++i) {
            std::lock_guard const lock{m};
        }
    }};
    std::thread one{[] { std::lock_guard const lock{m}; }};
    many.join();
    one.join();
}

// Neither thread learns what the other has written.
void messages(int steps) {
    std::thread writer{[steps] {
        for (int i = 0; i != steps; ++i) {
            x.store(i, std::memory_order_release);
            y.load(std::memory_order_relaxed);
        }
    }};
    std::thread other{[steps] {
        for (int i = 0; i != steps; ++i) {
            y.store(i, std::memory_order_relaxed);
        }
    }};
    writer.join();
    other.join();
}

} // namespace

int main(int, char** argv) {
    int const steps = std::atoi(argv[1]);
    std::string const kind = argv[2];
    (kind == "updates" ? updates : kind == "locks" ? locks : messages)(steps);
}
