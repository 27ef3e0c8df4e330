// Two locks taken in opposite orders: thread 1 takes a, thread 2 takes b, and each waits for the
// other's (Coffman, Elphick and Shoshani, "System Deadlocks", 1971: circular wait).
//
// Corrected twins: lock_order, lock_order_scoped_lock.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

static const heddle::scenario lock_order_inversion{
    .name = "classic/lock_order_inversion",
    .expect = heddle::verdict::deadlock,
    .story = "Two threads take two mutexes in opposite orders.",
    .body = [] {
        std::mutex a;
        std::mutex b;
        std::thread first([&] {
            const std::lock_guard outer(a);
            const std::lock_guard inner(b);
        });
        std::thread second([&] {
            const std::lock_guard outer(b);
            const std::lock_guard inner(a);
        });
        first.join();
        second.join();
    }};
