// Message passing (MP) with a receiver that spins until the message is there. However long it
// spins, it is one execution: what counts is which write the last load reads.
//
// Flawed twin: message_passing_relaxed.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario message_passing_spin{
    .name = "classic/message_passing_spin",
    .expect = heddle::verdict::correct,
    .story = "A receiver spins for a release store, then reads the payload.",
    .body = [] {
        int payload = 0;
        std::atomic<bool> ready{false};
        std::thread sender([&] {
            payload = 42;
            ready.store(true, std::memory_order_release);
        });
        std::thread receiver([&] {
            while (!ready.load(std::memory_order_acquire)) {
                std::this_thread::yield();
            }
            assert(payload == 42);
        });
        sender.join();
        receiver.join();
    }};
