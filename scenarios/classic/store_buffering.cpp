// Store buffering (SB) in sequentially consistent order: all four accesses have one total order,
// and the last of the two loads comes after both stores.
//
// Flawed twins: store_buffering_relaxed, store_buffering_acquire_release.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario store_buffering{
    .name = "classic/store_buffering",
    .expect = heddle::verdict::correct,
    .story = "Two threads set a flag and read the other in seq_cst order; one sees the other.",
    .body = [] {
        std::atomic<int> x{0};
        std::atomic<int> y{0};
        int seen_x = 0;
        int seen_y = 0;
        std::thread first([&] {
            x.store(1, std::memory_order_seq_cst);
            seen_y = y.load(std::memory_order_seq_cst);
        });
        std::thread second([&] {
            y.store(1, std::memory_order_seq_cst);
            seen_x = x.load(std::memory_order_seq_cst);
        });
        first.join();
        second.join();
        assert(seen_x == 1 || seen_y == 1);
    }};
