// One condition for both sides of the queue is right when everyone is woken: the wrong ones go back
// to waiting, and the right one is always among those woken. It costs wake-ups, not correctness.
//
// Flawed twin: bounded_queue_shared_condition.

#include "support/queue_workload.hpp"

#include <heddle/scenario.hpp>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <queue>

namespace {

class bounded_queue_shared_condition_notify_all {
public:
    void put(int item) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return items_.size() < capacity; });
        items_.push(item);
        changed_.notify_all();
    }

    int get() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !items_.empty(); });
        const int item = items_.front();
        items_.pop();
        changed_.notify_all();
        return item;
    }

private:
    static constexpr std::size_t capacity = 1;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::queue<int> items_;
};

} // namespace

static const heddle::scenario bounded_queue_shared_condition_notify_all_scenario{
    .name = "article/bounded_queue_shared_condition_notify_all",
    .expect = heddle::verdict::correct,
    .story = "Producer and consumers share a condition; notify_all wakes both sides.",
    .body = [] {
        bounded_queue_shared_condition_notify_all queue;
        heddle::scenarios::run_queue_workload(queue);
    }};
