// Message passing (MP) with a relaxed flag: to see the flag set does not make what was written
// before it visible. The write and the read of the plain payload are not ordered by anything: a
// data race, and on weakly ordered hardware the receiver reads 0.
//
// Corrected twins: message_passing, message_passing_fences.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario message_passing_relaxed{
    .name = "classic/message_passing_relaxed",
    .expect = heddle::verdict::data_race,
    .story = "A payload is published with a relaxed flag; nothing orders its read.",
    .body = [] {
        int payload = 0;
        std::atomic<bool> ready{false};
        std::thread sender([&] {
            payload = 42;
            ready.store(true, std::memory_order_relaxed);
        });
        std::thread receiver([&] {
            if (ready.load(std::memory_order_relaxed)) {
                assert(payload == 42);
            }
        });
        sender.join();
        receiver.join();
    }};
