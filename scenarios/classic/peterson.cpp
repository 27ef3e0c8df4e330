// Peterson's lock ("Myths about the Mutual Exclusion Problem", 1981) in sequentially consistent
// order, as it was meant: say that you are interested, give the other the turn, wait while it is
// interested and has the turn.
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
        interested_[self].store(true, std::memory_order_seq_cst);
        turn_.store(1 - self, std::memory_order_seq_cst);
        while (interested_[1 - self].load(std::memory_order_seq_cst) &&
               turn_.load(std::memory_order_seq_cst) == 1 - self) {
            std::this_thread::yield();
        }
    }

    void unlock(std::size_t self) { interested_[self].store(false, std::memory_order_seq_cst); }

private:
    std::array<std::atomic<bool>, 2> interested_{};
    std::atomic<std::size_t> turn_{0};
};

} // namespace

static const heddle::scenario peterson{.name = "classic/peterson",
                                       .expect = heddle::verdict::correct,
                                       .story = "Peterson's lock in seq_cst order excludes.",
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
