// The article's locked counter: every increment happens inside the mutex, so each reads what the
// one before it wrote. The property is the one that the article prints: with N threads of k
// increments the result is exactly N * k.
//
// Flawed twins: counter_without_lock, counter_atomic_lost_update.

#include <heddle/scenario.hpp>

#include <cassert>
#include <mutex>
#include <thread>

static const heddle::scenario counter_with_lock{
    .name = "article/counter_with_lock",
    .expect = heddle::verdict::correct,
    .story = "Two threads add to an int under a mutex; nothing is lost.",
    .body = [] {
        constexpr int increments = 2;
        int counter = 0;
        std::mutex mutex;
        auto add = [&] {
            for (int i = 0; i < increments; ++i) {
                const std::lock_guard lock(mutex);
                ++counter;
            }
        };
        std::thread first(add);
        std::thread second(add);
        first.join();
        second.join();
        assert(counter == 2 * increments);
    }};
