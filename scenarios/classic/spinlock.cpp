// A test-and-test-and-set lock (Rudolph and Segall, 1984): spin on a load, which stays in the
// cache, and try the exchange only when the lock looks free. The exchange that gets it reads the
// release store of the one who had it.
//
// Flawed twin: spinlock_relaxed.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

namespace {

class spinlock {
public:
    void lock() {
        while (taken_.exchange(true, std::memory_order_acquire)) {
            while (taken_.load(std::memory_order_relaxed)) {
                std::this_thread::yield();
            }
        }
    }

    void unlock() { taken_.store(false, std::memory_order_release); }

private:
    std::atomic<bool> taken_{false};
};

} // namespace

static const heddle::scenario spinlock_scenario{
    .name = "classic/spinlock",
    .expect = heddle::verdict::correct,
    .story = "A test-and-test-and-set spinlock protects a counter.",
    .body = [] {
        spinlock lock;
        int counter = 0;
        auto add = [&] {
            for (int i = 0; i < 2; ++i) {
                lock.lock();
                ++counter;
                lock.unlock();
            }
        };
        std::thread first(add);
        std::thread second(add);
        first.join();
        second.join();
        assert(counter == 4);
    }};
