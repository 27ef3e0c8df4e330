// A worker runs until it is told to stop; its owner tells it, then joins it. That the worker sees
// the flag after a finite time is the memory model's promise of progress ([atomics.order]).
//
// Flawed twin: stop_flag_set_too_late.

#include <heddle/scenario.hpp>

#include <atomic>
#include <thread>

static const heddle::scenario stop_flag{
    .name = "classic/stop_flag",
    .expect = heddle::verdict::correct,
    .story = "The owner tells a spinning worker to stop, then joins it.",
    .body = [] {
        std::atomic<bool> stop{false};
        std::thread worker([&] {
            while (!stop.load(std::memory_order_relaxed)) {
                std::this_thread::yield();
            }
        });
        stop.store(true, std::memory_order_relaxed);
        worker.join();
    }};
