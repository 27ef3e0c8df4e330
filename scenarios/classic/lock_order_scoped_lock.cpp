// The opposite orders of lock_order_inversion, where one side takes both locks with
// std::scoped_lock. It never blocks on one lock while it holds the other: when try_lock fails it
// gives up what it has and begins with the one it lacked. So the circle of waiting cannot close,
// whatever order the other side uses. Only one side does so here: two that do can, in theory, give
// way to each other without end, so their executions are infinitely many.
//
// Flawed twin: lock_order_inversion.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

static const heddle::scenario lock_order_scoped_lock{
    .name = "classic/lock_order_scoped_lock",
    .expect = heddle::verdict::correct,
    .story = "Opposite lock orders, but one side uses std::scoped_lock and gives way.",
    .body = [] {
        std::mutex a;
        std::mutex b;
        std::thread first([&] { const std::scoped_lock both(a, b); });
        std::thread second([&] {
            const std::lock_guard outer(b);
            const std::lock_guard inner(a);
        });
        first.join();
        second.join();
    }};
