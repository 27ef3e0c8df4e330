// Message passing (MP) where the payload is atomic too, so that there is no data race for a race
// detector to report; and still the receiver may see the flag set and the payload not: relaxed
// order lets it read the initial value. On x86 no real run ever shows it.
//
// Corrected twin: message_passing.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario message_passing_relaxed_atomic{
    .name = "classic/message_passing_relaxed_atomic",
    .expect = heddle::verdict::assertion_failed,
    .story = "Payload and flag are relaxed atomics; the flag arrives before the payload.",
    .body = [] {
        std::atomic<int> payload{0};
        std::atomic<bool> ready{false};
        std::thread sender([&] {
            payload.store(42, std::memory_order_relaxed);
            ready.store(true, std::memory_order_relaxed);
        });
        std::thread receiver([&] {
            if (ready.load(std::memory_order_relaxed)) {
                assert(payload.load(std::memory_order_relaxed) == 42);
            }
        });
        sender.join();
        receiver.join();
    }};
