// Store buffering (SB): each thread sets its flag and reads the other's. No interleaving lets both
// read 0, yet both may: every processor with a store buffer, x86 included, does it (Lamport, "How
// to Make a Multiprocessor Computer That Correctly Executes Multiprocess Programs", 1979).
//
// Corrected twins: store_buffering, store_buffering_fences.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario store_buffering_relaxed{
    .name = "classic/store_buffering_relaxed",
    .expect = heddle::verdict::assertion_failed,
    .story = "Two threads set a flag and read the other with relaxed order; both read 0.",
    .body = [] {
        std::atomic<int> x{0};
        std::atomic<int> y{0};
        int seen_x = 0;
        int seen_y = 0;
        std::thread first([&] {
            x.store(1, std::memory_order_relaxed);
            seen_y = y.load(std::memory_order_relaxed);
        });
        std::thread second([&] {
            y.store(1, std::memory_order_relaxed);
            seen_x = x.load(std::memory_order_relaxed);
        });
        first.join();
        second.join();
        assert(seen_x == 1 || seen_y == 1);
    }};
