// Message passing (MP) with relaxed accesses and fences: the release fence before the store and the
// acquire fence after the load synchronize through the flag (C++20 [atomics.fences]).
// ThreadSanitizer does not model fences and reports a race that is none, so its verdict is not
// asked.
//
// Flawed twin: message_passing_relaxed.

#include <heddle/scenario.hpp>

#include <atomic>
#include <cassert>
#include <thread>

static const heddle::scenario message_passing_fences{
    .name = "classic/message_passing_fences",
    .expect = heddle::verdict::correct,
    .story = "A payload is published with a relaxed flag between two fences.",
    .body =
        [] {
            int payload = 0;
            std::atomic<bool> ready{false};
            std::thread sender([&] {
                payload = 42;
                std::atomic_thread_fence(std::memory_order_release);
                ready.store(true, std::memory_order_relaxed);
            });
            std::thread receiver([&] {
                if (ready.load(std::memory_order_relaxed)) {
                    std::atomic_thread_fence(std::memory_order_acquire);
                    assert(payload == 42);
                }
            });
            sender.join();
            receiver.join();
        },
    .under_tsan = false};
