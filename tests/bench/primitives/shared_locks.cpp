// One thread in sixteen writes, the others read.
#include "bench/primitives/group.hpp"
#include "primitives/sync/seqlock.hpp"
#include "primitives/sync/shared_mutex.hpp"

#include <oneapi/tbb/spin_rw_mutex.h>

#include <mutex>
#include <shared_mutex>

namespace heddle::bench {

namespace {

struct payload {
    long a = 0;
    long b = 0;
};

constexpr int reads_per_write = 15;

template <class Mutex>
void read_mostly(benchmark::State& state) {
    static Mutex mutex;
    static payload shared;
    int turn = state.thread_index();
    for ([[maybe_unused]] auto iteration : state) {
        if (turn++ % (reads_per_write + 1) == 0) {
            const std::unique_lock held(mutex);
            ++shared.a;
            ++shared.b;
        } else {
            const std::shared_lock held(mutex);
            benchmark::DoNotOptimize(shared.a + shared.b);
        }
    }
    state.SetItemsProcessed(state.iterations());
}

void read_mostly_optimistically(benchmark::State& state) {
    static sync::seqlock<payload> shared;
    int turn = state.thread_index();
    for ([[maybe_unused]] auto iteration : state) {
        if (turn++ % (reads_per_write + 1) == 0) {
            shared.store({turn, turn});
        } else {
            benchmark::DoNotOptimize(shared.load());
        }
    }
    state.SetItemsProcessed(state.iterations());
}

} // namespace

void measure_shared_locks() {
    measure("shared_mutex", ours, read_mostly<sync::shared_mutex>);
    measure("shared_mutex", "std", read_mostly<std::shared_mutex>);
    measure("shared_mutex", "tbb spin_rw_mutex", read_mostly<tbb::spin_rw_mutex>);
    measure("shared_mutex", "heddle seqlock", read_mostly_optimistically);
}

} // namespace heddle::bench
