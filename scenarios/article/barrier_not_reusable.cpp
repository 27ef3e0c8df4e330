// A barrier that tells its waiters to go by setting the count back to zero. It works once. On the
// second use, the last one to arrive resets the count, passes, and arrives again (count 1) before
// the other has woken up; that one finds a count that is not zero and waits on, for a round that it
// is itself missing from. Both wait for ever.
//
// Corrected twin: barrier.

#include "support/barrier_workload.hpp"

#include <heddle/scenario.hpp>

#include <condition_variable>
#include <mutex>

namespace {

class barrier_not_reusable {
public:
    explicit barrier_not_reusable(int parties) : parties_{parties} {}

    void wait() {
        std::unique_lock lock(mutex_);
        if (++arrived_ == parties_) {
            arrived_ = 0;
            opened_.notify_all();
        } else {
            opened_.wait(lock, [&] { return arrived_ == 0; });
        }
    }

private:
    const int parties_;
    int arrived_ = 0;
    std::mutex mutex_;
    std::condition_variable opened_;
};

} // namespace

static const heddle::scenario barrier_not_reusable_scenario{
    .name = "article/barrier_not_reusable",
    .expect = heddle::verdict::deadlock,
    .story = "A fast thread enters the barrier's next round before a slow one has left the last.",
    .body = [] { heddle::scenarios::run_barrier_workload<barrier_not_reusable>(); }};
