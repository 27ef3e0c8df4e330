// The article's condition-variable producer and consumer as it stands: `condition.wait()` with no
// predicate. A condition variable remembers nothing. When the producer takes the lock first, its
// notification finds nobody, and the consumer then waits for ever for one that has been. The
// article hides this by starting the consumer first and sleeping.
//
// Corrected twin: condition_variable.

#include <heddle/scenario.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

static const heddle::scenario condition_variable_without_predicate{
    .name = "article/condition_variable_without_predicate",
    .expect = heddle::verdict::deadlock,
    .story = "A consumer waits without a predicate; a notification that comes first is lost.",
    .body = [] {
        std::mutex mutex;
        std::condition_variable produced;
        int item = 0;

        std::thread consumer([&] {
            std::unique_lock lock(mutex);
            produced.wait(lock);
        });
        std::thread producer([&] {
            const std::lock_guard lock(mutex);
            item = 42;
            produced.notify_one();
        });
        consumer.join();
        producer.join();
    }};
