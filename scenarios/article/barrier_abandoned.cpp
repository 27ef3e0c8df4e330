// A party that goes away without a word: the others wait for it for good.
//
// Corrected twin: barrier_broken.

#include "primitives/sync/barrier.hpp"

#include <heddle/scenario.hpp>

#include <thread>

static const heddle::scenario barrier_abandoned_scenario{
    .name = "article/barrier_abandoned",
    .expect = heddle::verdict::deadlock,
    .story = "A party goes away without breaking the barrier; the other waits for it for good.",
    .body = [] {
        heddle::sync::barrier barrier(2);
        std::thread waiter([&] { (void)barrier.arrive_and_wait(); });
        waiter.join();
    }};
