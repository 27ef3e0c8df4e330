// Dekker's lock (Dijkstra, "Cooperating Sequential Processes", 1965), the first for two threads, in
// sequentially consistent order: when both are interested, the one whose turn it is not steps back.
//
// Flawed twin: dekker_acquire_release.

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
        interested_[self].store(true, std::memory_order_seq_cst);
        while (interested_[other].load(std::memory_order_seq_cst)) {
            if (turn_.load(std::memory_order_seq_cst) == other) {
                interested_[self].store(false, std::memory_order_seq_cst);
                while (turn_.load(std::memory_order_seq_cst) == other) {
                    std::this_thread::yield();
                }
                interested_[self].store(true, std::memory_order_seq_cst);
            }
        }
    }

    void unlock(std::size_t self) {
        turn_.store(1 - self, std::memory_order_seq_cst);
        interested_[self].store(false, std::memory_order_seq_cst);
    }

private:
    std::array<std::atomic<bool>, 2> interested_{};
    std::atomic<std::size_t> turn_{0};
};

} // namespace

static const heddle::scenario dekker{.name = "classic/dekker",
                                     .expect = heddle::verdict::correct,
                                     .story = "Dekker's lock in seq_cst order excludes.",
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
