// The test-and-test-and-set lock that looks before each attempt.
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

class spin_lock {
public:
    explicit spin_lock(variant const& v)
        : release_(v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release) {}

    void lock() {
        do {
            while (taken_.load(std::memory_order_relaxed)) { // BUG(lost)
            }
        } while (taken_.exchange(true, std::memory_order_acquire));
    }

    void unlock() { taken_.store(false, release_); }

private:
    std::memory_order release_;
    std::atomic<bool> taken_{false};
};

} // namespace

int main(int argc, char** argv) {
    variant const v(argc, argv);
    int const threads = v.number("threads", 2);
    spin_lock lock(v);
    int counter = 0;
    auto const add = [&](int i) {
        lock.lock();
        ++counter; // BUG
        if (!v.has("lost") || i != 0) {
            lock.unlock();
        }
    };
    run_threads(v, threads, add);
    assert(counter == threads);
}
