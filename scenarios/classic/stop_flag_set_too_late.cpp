// A worker runs until it is told to stop; its owner joins it first and would tell it afterwards.
// The flag that the worker spins on is never set: it spins for ever, and the owner waits for ever.
//
// Corrected twin: stop_flag.

#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

static const heddle::scenario stop_flag_set_too_late{
    .name = "classic/stop_flag_set_too_late",
    .expect = heddle::verdict::livelock,
    .story = "The owner joins a spinning worker before it tells it to stop.",
    .body = [] {
        std::atomic<bool> stop{false};
        std::thread worker([&] {
            while (!stop.load(std::memory_order_relaxed)) {
                std::this_thread::yield();
            }
        });
        worker.join();
        stop.store(true, std::memory_order_relaxed);
    }};
