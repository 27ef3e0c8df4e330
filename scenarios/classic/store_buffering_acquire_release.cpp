// Store buffering (SB) with release stores and acquire loads. They order what comes before a store
// and what comes after a load; a store followed by a load of something else is neither, so both
// threads may still read 0. The most common wrong idea of what acquire and release do.
//
// Corrected twin: store_buffering.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario store_buffering_acquire_release{
    .name = "classic/store_buffering_acquire_release",
    .expect = heddle::verdict::assertion_failed,
    .story = "Release stores and acquire loads do not keep a store before a later load.",
    .body = [] {
        std::atomic<int> x{0};
        std::atomic<int> y{0};
        int seen_x = 0;
        int seen_y = 0;
        std::thread first([&] {
            x.store(1, std::memory_order_release);
            seen_y = y.load(std::memory_order_acquire);
        });
        std::thread second([&] {
            y.store(1, std::memory_order_release);
            seen_x = x.load(std::memory_order_acquire);
        });
        first.join();
        second.join();
        assert(seen_x == 1 || seen_y == 1);
    }};
