// Locks around a short critical section: an addition.
#include "bench/primitives/group.hpp"
#include "primitives/sync/mcs_lock.hpp"
#include "primitives/sync/mutex.hpp"
#include "primitives/sync/recursive_mutex.hpp"
#include "primitives/sync/spin_lock.hpp"
#include "primitives/sync/ticket_lock.hpp"

#include <oneapi/tbb/queuing_mutex.h>
#include <oneapi/tbb/spin_mutex.h>

#include <mutex>

namespace heddle::bench {

namespace {

template <class Mutex>
void add_under(benchmark::State& state) {
    static Mutex mutex;
    static long counter = 0;
    for ([[maybe_unused]] auto iteration : state) {
        const std::lock_guard held(mutex);
        benchmark::DoNotOptimize(++counter);
    }
    state.SetItemsProcessed(state.iterations());
}

// For locks whose entry in the line is in the guard.
template <class Mutex, class Guard>
void add_with_guard(benchmark::State& state) {
    static Mutex mutex;
    static long counter = 0;
    for ([[maybe_unused]] auto iteration : state) {
        const Guard held(mutex);
        benchmark::DoNotOptimize(++counter);
    }
    state.SetItemsProcessed(state.iterations());
}

} // namespace

void measure_locks() {
    measure("mutex", ours, add_under<sync::mutex>);
    measure("mutex", "std", add_under<std::mutex>);
    measure("recursive_mutex", ours, add_under<sync::recursive_mutex>);
    measure("recursive_mutex", "std", add_under<std::recursive_mutex>);
    measure("spin_lock", ours, add_under<sync::spin_lock>);
    measure("spin_lock", "tbb", add_under<tbb::spin_mutex>);
    // In order of arrival.
    measure("ticket_lock", ours, add_under<sync::ticket_lock>);
    measure("mcs_lock", ours, add_with_guard<sync::mcs_lock, sync::mcs_lock::guard>);
    measure("mcs_lock", "tbb", add_with_guard<tbb::queuing_mutex, tbb::queuing_mutex::scoped_lock>);
}

} // namespace heddle::bench
