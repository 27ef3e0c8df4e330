// The article's unlocked counter: several threads run `shared_resource += 1`, and its output hopes
// for the full count. `++counter` is a read, an addition and a write. Thread 1 reads 0; thread 2
// reads 0, writes 1; thread 1 writes 1: two increments, one counted. In C++ it is worse than a lost
// update, since conflicting plain accesses that nothing orders are undefined behaviour.
//
// Corrected twins: counter_with_lock, counter_atomic.

#include <heddle/scenario.hpp>

#include <thread>

static const heddle::scenario counter_without_lock{
    .name = "article/counter_without_lock",
    .expect = heddle::verdict::data_race,
    .story = "Two threads add to a plain int; an update is lost.",
    .body = [] {
        int counter = 0;
        auto add = [&] { ++counter; };
        std::thread first(add);
        std::thread second(add);
        first.join();
        second.join();
    }};
