// A ticket lock (Reed and Kanodia, "Synchronization with Eventcounts and Sequencers", 1979): draw a
// number, wait until it is served. First come, first served; only the owner writes the number
// served.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

namespace {

class ticket_lock {
public:
    void lock() {
        const unsigned mine = next_.fetch_add(1, std::memory_order_relaxed);
        while (served_.load(std::memory_order_acquire) != mine) {
            std::this_thread::yield();
        }
    }

    void unlock() {
        const unsigned mine = served_.load(std::memory_order_relaxed);
        served_.store(mine + 1, std::memory_order_release);
    }

private:
    std::atomic<unsigned> next_{0};
    std::atomic<unsigned> served_{0};
};

} // namespace

static const heddle::scenario ticket_lock_scenario{.name = "classic/ticket_lock",
                                                   .expect = heddle::verdict::correct,
                                                   .story =
                                                       "Three threads pass through a ticket lock.",
                                                   .body = [] {
                                                       ticket_lock lock;
                                                       int counter = 0;
                                                       auto add = [&] {
                                                           lock.lock();
                                                           ++counter;
                                                           lock.unlock();
                                                       };
                                                       std::thread first(add);
                                                       std::thread second(add);
                                                       std::thread third(add);
                                                       first.join();
                                                       second.join();
                                                       third.join();
                                                       assert(counter == 3);
                                                   }};
