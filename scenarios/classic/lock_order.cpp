// Two locks, always taken in the same order: no cycle of waiting can close.
//
// Flawed twin: lock_order_inversion.

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

static const heddle::scenario lock_order{.name = "classic/lock_order",
                                         .expect = heddle::verdict::correct,
                                         .story = "Two threads take two mutexes in the same order.",
                                         .body = [] {
                                             std::mutex a;
                                             std::mutex b;
                                             std::thread first([&] {
                                                 const std::lock_guard outer(a);
                                                 const std::lock_guard inner(b);
                                             });
                                             std::thread second([&] {
                                                 const std::lock_guard outer(a);
                                                 const std::lock_guard inner(b);
                                             });
                                             first.join();
                                             second.join();
                                         }};
