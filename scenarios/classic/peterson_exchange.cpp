// Peterson's lock without sequential consistency (Williams, "Peterson's lock with C++0x atomics",
// 2008): the turn is passed with an acquire-release exchange. Of the two exchanges one is later,
// and it reads the earlier one, so that thread sees the other's flag.
//
// Flawed twin: peterson_acquire_release.

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
        interested_[self].store(true, std::memory_order_relaxed);
        turn_.exchange(1 - self, std::memory_order_acq_rel);
        while (interested_[1 - self].load(std::memory_order_acquire) &&
               turn_.load(std::memory_order_relaxed) == 1 - self) {
            std::this_thread::yield();
        }
    }

    void unlock(std::size_t self) { interested_[self].store(false, std::memory_order_release); }

private:
    std::array<std::atomic<bool>, 2> interested_{};
    std::atomic<std::size_t> turn_{0};
};

} // namespace

static const heddle::scenario peterson_exchange{
    .name = "classic/peterson_exchange",
    .expect = heddle::verdict::correct,
    .story = "Peterson's lock with one acquire-release exchange excludes.",
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
