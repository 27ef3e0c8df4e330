// Store buffering (SB) with relaxed accesses and a sequentially consistent fence in each thread.
// The two fences have an order, and the load after the later one sees the store before the earlier
// one.
//
// Flawed twin: store_buffering_one_fence.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario store_buffering_fences{
    .name = "classic/store_buffering_fences",
    .expect = heddle::verdict::correct,
    .story = "Relaxed accesses with a seq_cst fence in both threads; one sees the other.",
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
            std::atomic_thread_fence(std::memory_order_seq_cst);
            seen_x = x.load(std::memory_order_relaxed);
        });
        first.join();
        second.join();
        assert(seen_x == 1 || seen_y == 1);
    }};
