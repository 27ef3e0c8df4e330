/// @file
/// What tests on native threads share.
#pragma once

#include <chrono>
#include <cstddef>
#include <latch>
#include <thread>
#include <utility>
#include <vector>

namespace heddle::tests {

/// Runs `body(index)` on `count` threads, all of which start at the same time, and waits for them.
template <class Body>
void run_threads(std::size_t count, Body body) {
    std::latch start(static_cast<std::ptrdiff_t>(count));
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        threads.emplace_back([&, index] {
            start.arrive_and_wait();
            body(index);
        });
    }
    for (std::thread& each : threads) each.join();
}

/// Waits until `condition()` holds, however long it takes: a test that would wait for ever has a
/// time limit of its own.
template <class Condition>
void eventually(Condition condition) {
    while (!condition()) std::this_thread::sleep_for(std::chrono::microseconds(200));
}

/// Long enough for threads to come to where they block, on most machines: a test may rely on it to
/// find a bug, never to pass.
inline void give_time() {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

/// What `wait()` returns on another thread, if `end()` is called when it has begun.
template <class Wait, class End>
bool returned_by(Wait wait, End end) {
    bool result = false;
    std::thread waiter([&] { result = wait(); });
    give_time();
    end();
    waiter.join();
    return result;
}

/// A timeout that is not meant to pass.
inline constexpr std::chrono::hours ages{1};

/// A timeout that is meant to.
inline constexpr std::chrono::milliseconds moment{2};

} // namespace heddle::tests
