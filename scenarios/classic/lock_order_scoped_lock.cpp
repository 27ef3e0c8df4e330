// Two locks in opposite orders, but through std::scoped_lock, which never holds one while it blocks
// on the other: when try_lock fails it gives up what it has and begins with the other.
//
// Flawed twin: lock_order_inversion.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

static const heddle::scenario lock_order_scoped_lock{
    .name = "classic/lock_order_scoped_lock",
    .expect = heddle::verdict::correct,
    .story = "Two threads take two mutexes in opposite orders with std::scoped_lock.",
    .body = [] {
        std::mutex a;
        std::mutex b;
        std::thread first([&] { const std::scoped_lock both(a, b); });
        std::thread second([&] { const std::scoped_lock both(b, a); });
        first.join();
        second.join();
    }};
