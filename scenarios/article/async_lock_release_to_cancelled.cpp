// An async lock that hands over to the first in the queue without asking whether it still waits;
// asyncio.Lock had a bug of this kind (bpo-27585, "asyncio.Lock deadlock after cancellation"). The
// first task holds the lock, the second and third wait; the second is cancelled and goes; the first
// releases, to the second. Nobody owns the lock, it is still taken, and the third waits for ever.
// Had the cancellation come after the release, it would have come too late to matter.
//
// Corrected twin: async_lock_cancel.

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
        if (waiters_.empty()) {
            taken_ = false;
            return;
        }
        waiter& next = *waiters_.front();
        waiters_.pop_front();
        if (next.state == waiter_state::queued) {
            hand_over(next);
        }
    }
};

} // namespace

static const heddle::scenario async_lock_release_to_cancelled{
    .name = "article/async_lock_release_to_cancelled",
    .expect = heddle::verdict::deadlock,
    .story = "An async lock is released to a waiter that was cancelled; the next waits for ever.",
    .body = [] { run_cancel_workload<async_lock>(); }};
