// The article's condition-variable producer and consumer, done right: what the consumer waits for
// is a value that the mutex protects, changed under that mutex, and tested again after every
// wake-up. A notification that comes first is not lost, because the predicate remembers it.
//
// Flawed twins: condition_variable_without_predicate, condition_variable_flag_outside_lock.

#include <heddle/scenario.hpp>

#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

static const heddle::scenario condition_variable_right{
    .name = "article/condition_variable",
    .expect = heddle::verdict::correct,
    .story = "A consumer waits for a flag that the producer sets under the lock.",
    .body = [] {
        std::mutex mutex;
        std::condition_variable produced;
        bool ready = false;
        int item = 0;

        std::thread consumer([&] {
            std::unique_lock lock(mutex);
            produced.wait(lock, [&] { return ready; });
            assert(item == 42);
        });
        std::thread producer([&] {
            {
                const std::lock_guard lock(mutex);
                item = 42;
                ready = true;
            }
            produced.notify_one();
        });
        consumer.join();
        producer.join();
    }};
