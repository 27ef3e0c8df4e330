// The test-and-set lock; "test": a look at the lock first, so that waiting threads only read.
//   yield: between two attempts; load_store: the test and the set are two operations
#include "variant.hpp"

#include <atomic>

#undef NDEBUG
#include <cassert>

namespace {

class spin_lock {
public:
    explicit spin_lock(variant const& v)
        : test_(v.has("test")),
          yield_(v.has("yield")),
          load_store_(v.has("load_store")),
          release_(v.has("relaxed") ? std::memory_order_relaxed : std::memory_order_release) {}

    void lock() {
        if (load_store_) {
            while (taken_.load(std::memory_order_acquire)) {
            }
            taken_.store(true, std::memory_order_relaxed);
            return;
        }
        while (taken_.exchange(true, std::memory_order_acquire)) { // BUG(lost)
            if (test_) {
                while (taken_.load(std::memory_order_relaxed)) { // BUG(lost)
                }
            } else if (yield_) {
                std::this_thread::yield();
            }
        }
    }

    void unlock() { taken_.store(false, release_); }

private:
    bool test_;
    bool yield_;
    bool load_store_;
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
