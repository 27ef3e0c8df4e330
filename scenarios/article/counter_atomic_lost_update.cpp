// The article's counter once more, "repaired" by making it atomic. No data race is left and
// ThreadSanitizer is silent, but the load and the store are two operations: thread 1 loads 0;
// thread 2 loads 0, stores 1; thread 1 stores 1. This is also what the interpreter lock leaves of
// `counter += 1`: a switch may come between the two bytecodes.
//
// Corrected twin: counter_atomic.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario counter_atomic_lost_update{
    .name = "article/counter_atomic_lost_update",
    .expect = heddle::verdict::assertion_failed,
    .story = "Two threads load an atomic counter and store it plus one; an update is lost.",
    .body = [] {
        std::atomic<int> counter{0};
        auto add = [&] { counter.store(counter.load() + 1); };
        std::thread first(add);
        std::thread second(add);
        first.join();
        second.join();
        assert(counter.load() == 2);
    }};
