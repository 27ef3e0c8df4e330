// The counter without a lock, done right: fetch_add is one read-modify-write, which always acts on
// the newest value. Relaxed order is enough, since the counter publishes nothing but itself and
// join orders the final read.
//
// Flawed twin: counter_atomic_lost_update.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario counter_atomic{
    .name = "article/counter_atomic",
    .expect = heddle::verdict::correct,
    .story = "Two threads add to an atomic counter with fetch_add; nothing is lost.",
    .body = [] {
        constexpr int increments = 2;
        std::atomic<int> counter{0};
        auto add = [&] {
            for (int i = 0; i < increments; ++i) {
                counter.fetch_add(1, std::memory_order_relaxed);
            }
        };
        std::thread first(add);
        std::thread second(add);
        first.join();
        second.join();
        assert(counter.load(std::memory_order_relaxed) == 2 * increments);
    }};
