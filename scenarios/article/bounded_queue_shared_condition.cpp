// The article's ThreadSafeQueue with one condition for both sides, and notify_one. It may wake the
// wrong side, which goes back to waiting, and the wake-up is spent. Both consumers wait; the
// producer puts item 1 and notifies the first, then waits for room; the first takes the item and
// notifies, but it is the second consumer that is picked; the queue is empty, so that one waits
// again, beside the producer, and nobody is left to wake either.
//
// Corrected twins: bounded_queue, bounded_queue_shared_condition_notify_all.

#include "support/queue_workload.hpp"

#include <heddle/scenario.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <queue>

namespace {

class bounded_queue_shared_condition {
public:
    void put(int item) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return items_.size() < capacity; });
        items_.push(item);
        changed_.notify_one();
    }

    int get() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !items_.empty(); });
        const int item = items_.front();
        items_.pop();
        changed_.notify_one();
        return item;
    }

private:
    static constexpr std::size_t capacity = 1;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::queue<int> items_;
};

} // namespace

static const heddle::scenario bounded_queue_shared_condition_scenario{
    .name = "article/bounded_queue_shared_condition",
    .expect = heddle::verdict::deadlock,
    .story = "Producer and consumers share a condition; notify_one wakes the wrong side.",
    .body = [] {
        bounded_queue_shared_condition queue;
        heddle::scenarios::run_queue_workload(queue);
    }};
