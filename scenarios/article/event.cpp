// The article's event, a flag that threads wait for. Who sets it and clears it at once has told all
// who waited then: each goes on, although the flag is down again when it comes to look. So a waiter
// remembers how often the flag had been set when it came (primitives/sync/event.hpp does it without
// a lock).
//
// Flawed twin: event_forgets.

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
        ++sets_;
        changed_.notify_all();
    }

    void clear() {
        const std::lock_guard held(mutex_);
        is_set_ = false;
    }

    template <class Callback>
    void wait(Callback waits) {
        std::unique_lock held(mutex_);
        const int before = sets_;
        waits();
        changed_.wait(held, [&] { return is_set_ || sets_ != before; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_set_ = false;
    int sets_ = 0;
};

} // namespace

static const heddle::scenario event_scenario{
    .name = "article/event",
    .expect = heddle::verdict::correct,
    .story = "An event that is set and cleared at once lets everyone go who waited for it.",
    .body = [] { heddle::scenarios::run_event_workload<event>(); }};
