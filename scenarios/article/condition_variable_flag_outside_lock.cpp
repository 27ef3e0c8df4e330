// A common "optimisation" of the article's producer: the flag is atomic, so it is set without the
// lock. There is no data race, and still a wake-up is lost: the consumer, under the lock, finds the
// flag unset; the producer sets it and notifies, while nobody waits yet; the consumer goes to wait.
// The lock would have kept the producer out in between.
//
// Corrected twin: condition_variable.

#include <heddle/scenario.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

static const heddle::scenario condition_variable_flag_outside_lock{
    .name = "article/condition_variable_flag_outside_lock",
    .expect = heddle::verdict::deadlock,
    .story = "The flag is set without the lock, between the consumer's test and its wait.",
    .body = [] {
        std::mutex mutex;
        std::condition_variable produced;
        std::atomic<bool> ready{false};

        std::thread consumer([&] {
            std::unique_lock lock(mutex);
            produced.wait(lock, [&] { return ready.load(); });
        });
        std::thread producer([&] {
            ready.store(true);
            produced.notify_one();
        });
        consumer.join();
        producer.join();
    }};
