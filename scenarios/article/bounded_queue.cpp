// The article's ThreadSafeQueue: one lock, and one condition for each thing that is waited for. Who
// puts an item wakes one who waits for items, who takes one wakes one who waits for room, and
// everyone tests again after waking.
//
// Flawed twins: bounded_queue_if_for_while, bounded_queue_shared_condition.

#include "support/queue_workload.hpp"

#include <heddle/scenario.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <queue>

namespace {

class bounded_queue {
public:
    void put(int item) {
        std::unique_lock lock(mutex_);
        not_full_.wait(lock, [&] { return items_.size() < capacity; });
        items_.push(item);
        not_empty_.notify_one();
    }

    int get() {
        std::unique_lock lock(mutex_);
        not_empty_.wait(lock, [&] { return !items_.empty(); });
        const int item = items_.front();
        items_.pop();
        not_full_.notify_one();
        return item;
    }

private:
    static constexpr std::size_t capacity = 1;
    std::mutex mutex_;
    std::condition_variable not_empty_;
    std::condition_variable not_full_;
    std::queue<int> items_;
};

} // namespace

static const heddle::scenario bounded_queue_scenario{
    .name = "article/bounded_queue",
    .expect = heddle::verdict::correct,
    .story = "A bounded queue with one lock and two conditions; each item is taken exactly once.",
    .body = [] {
        bounded_queue queue;
        heddle::scenarios::run_queue_workload(queue);
    }};
