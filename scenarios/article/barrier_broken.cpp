// The article's BrokenBarrierError: one party gives up waiting, and everybody is told, those that
// wait and those that come later. Nobody waits for one that will not come.
//
// Flawed twin: barrier_abandoned.

#include "primitives/sync/barrier.hpp"

#include <heddle/scenario.hpp>

#include <cassert>
#include <thread>

static const heddle::scenario barrier_broken_scenario{
    .name = "article/barrier_broken",
    .expect = heddle::verdict::correct,
    .story = "A party breaks the barrier; whoever waits for it, or comes later, is told.",
    .body = [] {
        heddle::sync::barrier barrier(2);
        std::thread waiter([&] {
            bool told = false;
            try {
                (void)barrier.arrive_and_wait();
            } catch (const heddle::sync::broken_barrier&) {
                told = true;
            }
            assert(told);
        });
        barrier.abort();
        waiter.join();
        assert(barrier.is_broken());
    }};
