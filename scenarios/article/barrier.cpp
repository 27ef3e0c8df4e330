// The article's barrier, reusable: the last to arrive opens a new generation, and the others wait
// for the generation to change, not for a count that the next round already uses again. Two uses in
// a row: each thread writes its own slot, waits, reads the other's, and waits before it may write
// again. The slots are plain ints, so whoever passes early is a data race or reads a stale value.
//
// Flawed twin: barrier_not_reusable.

#include "support/barrier_workload.hpp"

#include <heddle/scenario.hpp>

#include <condition_variable>
#include <mutex>

namespace {

class barrier {
public:
    explicit barrier(int parties) : parties_{parties} {}

    void wait() {
        std::unique_lock lock(mutex_);
        const int arrival_generation = generation_;
        if (++arrived_ == parties_) {
            arrived_ = 0;
            ++generation_;
            opened_.notify_all();
        } else {
            opened_.wait(lock, [&] { return generation_ != arrival_generation; });
        }
    }

private:
    const int parties_;
    int arrived_ = 0;
    int generation_ = 0;
    std::mutex mutex_;
    std::condition_variable opened_;
};

} // namespace

static const heddle::scenario barrier_scenario{
    .name = "article/barrier",
    .expect = heddle::verdict::correct,
    .story = "A barrier with generations; nobody passes early, and it can be used again.",
    .body = [] { heddle::scenarios::run_barrier_workload<barrier>(); }};
