// Store buffering (SB) with the sequentially consistent fence in one thread only: a fence is
// ordered with other fences and seq_cst accesses, and here there is none to be ordered with.
//
// Corrected twin: store_buffering_fences.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario store_buffering_one_fence{
    .name = "classic/store_buffering_one_fence",
    .expect = heddle::verdict::assertion_failed,
    .story = "A seq_cst fence in one of the two threads is not enough.",
    .body = [] {
        std::atomic<int> x{0};
        std::atomic<int> y{0};
        int seen_x = 0;
        int seen_y = 0;
        std::thread first([&] {
            x.store(1, std::memory_order_relaxed);
            std::atomic_thread_fence(std::memory_order_seq_cst);
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
