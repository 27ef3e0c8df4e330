// An event that is a flag and nothing else: a waiter that wakes after the flag was cleared again
// goes back to sleep, and nobody sets it a second time.
//
// Corrected twin: event.

#include "support/event_workload.hpp"

#include <heddle/scenario.hpp>

#include <condition_variable>
#include <mutex>

namespace {

class event {
public:
    void set() {
        const std::lock_guard held(mutex_);
        is_set_ = true;
        changed_.notify_all();
    }

    void clear() {
        const std::lock_guard held(mutex_);
        is_set_ = false;
    }

    template <class Callback>
    void wait(Callback waits) {
        std::unique_lock held(mutex_);
        waits();
        changed_.wait(held, [this] { return is_set_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_set_ = false;
};

} // namespace

static const heddle::scenario event_forgets_scenario{
    .name = "article/event_forgets",
    .expect = heddle::verdict::deadlock,
    .story = "An event is set and cleared before the waiter has woken; it sleeps again for good.",
    .body = [] { heddle::scenarios::run_event_workload<event>(); }};
