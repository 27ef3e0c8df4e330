// The article's async lock demonstration without its lock: each task reads the shared value,
// awaits, and writes it back plus one. One thread runs both tasks, so there is no data race and no
// context switch that anyone did not ask for; but every await lets the others run: both read 0,
// both write 1.
//
// Corrected twin: async_lock.

#include "support/event_loop.hpp"

#include <heddle/scenario.hpp>

#include <cassert>

namespace {

using namespace heddle::scenarios;

task increment(event_loop& loop, int& shared) {
    const int current = shared;
    co_await loop.yield();
    shared = current + 1;
}

} // namespace

static const heddle::scenario async_counter_without_lock{
    .name = "article/async_counter_without_lock",
    .expect = heddle::verdict::assertion_failed,
    .story = "Two coroutines on one thread read, await and write; an update is lost.",
    .body = [] {
        event_loop loop;
        int shared = 0;
        loop.spawn(increment(loop, shared));
        loop.spawn(increment(loop, shared));
        loop.run();
        assert(shared == 2);
    }};
