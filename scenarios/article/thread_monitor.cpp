// The article's thread monitor, done right: a supervisor asks a thread for its state while it runs.
// The state is written and read under a lock, so that whoever finds the thread terminated also
// finds what it did.
//
// Flawed twin: thread_monitor_without_lock. The same without any lock:
// models/thread/thread_monitor.

#include "support/monitored_thread.hpp"

#include <heddle/scenario.hpp>

#include <mutex>

namespace {

class monitor_with_lock {
public:
    void set(heddle::scenarios::thread_state state) {
        const std::lock_guard held(mutex_);
        state_ = state;
    }

    heddle::scenarios::thread_state get() {
        const std::lock_guard held(mutex_);
        return state_;
    }

private:
    std::mutex mutex_;
    heddle::scenarios::thread_state state_ = heddle::scenarios::thread_state::created;
};

} // namespace

static const heddle::scenario thread_monitor_right{
    .name = "article/thread_monitor",
    .expect = heddle::verdict::correct,
    .story = "A supervisor looks at a thread's state, which a lock protects.",
    .body = [] { heddle::scenarios::run_monitored_thread<monitor_with_lock>(); }};
