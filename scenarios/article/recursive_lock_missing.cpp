// As recursive_lock, with a lock that is not recursive: whoever holds it waits for itself.
//
// Corrected twin: recursive_lock.

#include "primitives/sync/mutex.hpp"

#include <heddle/scenario.hpp>

#include <mutex>
#include <thread>

static const heddle::scenario recursive_lock_missing_scenario{
    .name = "article/recursive_lock_missing",
    .expect = heddle::verdict::deadlock,
    .story = "A function that holds a lock calls another that locks it: it waits for itself.",
    .body = [] {
        heddle::sync::mutex mutex;
        int balance = 0;
        const auto deposit = [&] {
            const std::lock_guard held(mutex);
            ++balance;
        };
        const auto deposit_twice = [&] {
            const std::lock_guard held(mutex);
            deposit();
            deposit();
        };
        std::thread other(deposit_twice);
        other.join();
    }};
