// Dekker's lock with release stores and acquire loads: each thread may read that the other is not
// interested while its own flag is still on the way (store buffering), and both enter. The counter
// that the lock protects is then a data race.
//
// Corrected twin: dekker.

#include <heddle/scenario.hpp>

#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <thread>

namespace {

class dekker_lock {
public:
    void lock(std::size_t self) {
        const std::size_t other = 1 - self;
        interested_[self].store(true, std::memory_order_release);
        while (interested_[other].load(std::memory_order_acquire)) {
            if (turn_.load(std::memory_order_acquire) == other) {
                interested_[self].store(false, std::memory_order_release);
                while (turn_.load(std::memory_order_acquire) == other) {
                    std::this_thread::yield();
                }
                interested_[self].store(true, std::memory_order_release);
            }
        }
    }

    void unlock(std::size_t self) {
        turn_.store(1 - self, std::memory_order_release);
        interested_[self].store(false, std::memory_order_release);
    }

private:
    std::array<std::atomic<bool>, 2> interested_{};
    std::atomic<std::size_t> turn_{0};
};

} // namespace

static const heddle::scenario dekker_acquire_release{
    .name = "classic/dekker_acquire_release",
    .expect = heddle::verdict::data_race,
    .story = "Dekker's lock with acquire and release lets both threads in.",
    .body = [] {
        dekker_lock lock;
        int counter = 0;
        auto add = [&](std::size_t self) {
            lock.lock(self);
            ++counter;
            lock.unlock(self);
        };
        std::thread first(add, std::size_t{0});
        std::thread second(add, std::size_t{1});
        first.join();
        second.join();
        assert(counter == 2);
    }};
