// A test-and-test-and-set lock whose unlock is a relaxed store. It still excludes, in the sense
// that one thread has it at a time; but nothing makes what the last owner did visible to the next:
// the counter is a data race. On x86 it even works, until the compiler moves the increment below
// the store.
//
// Corrected twin: spinlock.

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

    void unlock() { taken_.store(false, std::memory_order_relaxed); }

private:
    std::atomic<bool> taken_{false};
};

} // namespace

static const heddle::scenario spinlock_relaxed{
    .name = "classic/spinlock_relaxed",
    .expect = heddle::verdict::data_race,
    .story = "A spinlock that is released with a relaxed store.",
    .body = [] {
        spinlock lock;
        int counter = 0;
        auto add = [&] {
            lock.lock();
            ++counter;
            lock.unlock();
        };
        std::thread first(add);
        std::thread second(add);
        first.join();
        second.join();
        assert(counter == 2);
    }};
