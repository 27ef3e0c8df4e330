// The article's ThreadSafeQueue with `if` where it has `while`. Being notified is not the same as
// finding an item: the first consumer waits; the producer puts an item and notifies it; before it
// has the lock again, the second consumer comes, finds the item and takes it; the first wakes up
// and pops from an empty queue.
//
// Corrected twin: bounded_queue.

#include "support/queue_workload.hpp"

#include <heddle/scenario.hpp>

#include <cassert>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <queue>

namespace {

class bounded_queue_if_for_while {
public:
    void put(int item) {
        std::unique_lock lock(mutex_);
        if (items_.size() == capacity) {
            not_full_.wait(lock);
        }
        assert(items_.size() < capacity);
        items_.push(item);
        not_empty_.notify_one();
    }

    int get() {
        std::unique_lock lock(mutex_);
        if (items_.empty()) {
            not_empty_.wait(lock);
        }
        assert(!items_.empty());
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

static const heddle::scenario bounded_queue_if_for_while_scenario{
    .name = "article/bounded_queue_if_for_while",
    .expect = heddle::verdict::assertion_failed,
    .story = "A consumer does not test again after waking, and another has taken its item.",
    .body = [] {
        bounded_queue_if_for_while queue;
        heddle::scenarios::run_queue_workload(queue);
    }};
