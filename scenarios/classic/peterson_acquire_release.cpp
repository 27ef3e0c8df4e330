// Peterson's lock with release stores and acquire loads: a thread may read the other's flag before
// its own flag is visible (store buffering), so both find the other not interested and both enter.
// The counter that the lock protects is then a data race.
//
// Corrected twins: peterson, peterson_exchange.

#include <heddle/scenario.hpp>

#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <thread>

namespace {

class peterson_lock {
public:
    void lock(std::size_t self) {
        interested_[self].store(true, std::memory_order_release);
        turn_.store(1 - self, std::memory_order_release);
        while (interested_[1 - self].load(std::memory_order_acquire) &&
               turn_.load(std::memory_order_acquire) == 1 - self) {
            std::this_thread::yield();
        }
    }

    void unlock(std::size_t self) { interested_[self].store(false, std::memory_order_release); }

private:
    std::array<std::atomic<bool>, 2> interested_{};
    std::atomic<std::size_t> turn_{0};
};

} // namespace

static const heddle::scenario peterson_acquire_release{
    .name = "classic/peterson_acquire_release",
    .expect = heddle::verdict::data_race,
    .story = "Peterson's lock with acquire and release lets both threads in.",
    .body = [] {
        peterson_lock lock;
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
