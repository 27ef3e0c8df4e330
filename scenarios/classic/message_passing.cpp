// Message passing (MP): the release store of the flag synchronizes with the acquire load that reads
// it, so the payload was written before it is read, whenever it is read.
//
// Flawed twins: message_passing_relaxed, message_passing_relaxed_atomic.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario message_passing{
    .name = "classic/message_passing",
    .expect = heddle::verdict::correct,
    .story = "A payload is published with a release store and an acquire load.",
    .body = [] {
        int payload = 0;
        std::atomic<bool> ready{false};
        std::thread sender([&] {
            payload = 42;
            ready.store(true, std::memory_order_release);
        });
        std::thread receiver([&] {
            if (ready.load(std::memory_order_acquire)) {
                assert(payload == 42);
            }
        });
        sender.join();
        receiver.join();
    }};
