// The article's thread monitor as it stands: the thread sets its state, the supervisor reads it,
// and nothing orders the two. The interpreter that the article was written for has a lock of its
// own that hides this; a C++ program has a data race.
//
// Corrected twin: thread_monitor.

#include "support/monitored_thread.hpp"

#include <heddle/scenario.hpp>

namespace {

class monitor_without_lock {
public:
    void set(heddle::scenarios::thread_state state) { state_ = state; }

    [[nodiscard]] heddle::scenarios::thread_state get() const { return state_; }

private:
    heddle::scenarios::thread_state state_ = heddle::scenarios::thread_state::created;
};

} // namespace

static const heddle::scenario thread_monitor_without_lock{
    .name = "article/thread_monitor_without_lock",
    .expect = heddle::verdict::data_race,
    .story = "A supervisor looks at a thread's state while the thread sets it.",
    .body = [] { heddle::scenarios::run_monitored_thread<monitor_without_lock>(); }};
