// An async lock whose waiters can be cancelled, as asyncio's can. A cancelled waiter is still in
// the queue when the lock is released; release passes over it and hands the lock to the next that
// still waits. The property: cancelling one waiter, at any moment, costs no other its turn.
//
// Flawed twin: async_lock_release_to_cancelled.

#include "support/cancellable_lock.hpp"

#include <heddle/scenario.hpp>

#include <mutex>

namespace {

using namespace heddle::scenarios;

class async_lock : public cancellable_lock {
public:
    using cancellable_lock::cancellable_lock;

    void release() {
        const std::lock_guard guard(mutex_);
        while (!waiters_.empty()) {
            waiter& next = *waiters_.front();
            waiters_.pop_front();
            if (next.state == waiter_state::queued) {
                hand_over(next);
                return;
            }
        }
        taken_ = false;
    }
};

} // namespace

static const heddle::scenario async_lock_cancel{
    .name = "article/async_lock_cancel",
    .expect = heddle::verdict::correct,
    .story = "A waiter of an async lock is cancelled at any time; the others still get their turn.",
    .body = [] { run_cancel_workload<async_lock>(); }};
