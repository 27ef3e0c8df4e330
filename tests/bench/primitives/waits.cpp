// Threads that wait for each other.
#include "bench/primitives/group.hpp"
#include "primitives/sync/barrier.hpp"
#include "primitives/sync/condition_variable.hpp"
#include "primitives/sync/counting_semaphore.hpp"
#include "primitives/sync/mutex.hpp"

#include <barrier>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <semaphore>

namespace heddle::bench {

namespace {

constexpr int permits = 2;

template <class Semaphore>
void acquire_release(benchmark::State& state) {
    static Semaphore semaphore(permits);
    for ([[maybe_unused]] auto iteration : state) {
        semaphore.acquire();
        semaphore.release();
    }
    state.SetItemsProcessed(state.iterations());
}

template <class Barrier>
void pass_together(benchmark::State& state) {
    static std::unique_ptr<Barrier> barrier;
    if (state.thread_index() == 0)
        barrier = std::make_unique<Barrier>(static_cast<unsigned>(state.threads()));
    // Google Benchmark has all threads begin and end the loop together.
    for ([[maybe_unused]] auto iteration : state) barrier->arrive_and_wait();
    state.SetItemsProcessed(state.iterations());
}

// Two threads that wake each other in turn.
template <class Mutex, class Condition>
void ping_pong(benchmark::State& state) {
    static Mutex mutex;
    static Condition changed;
    static int turn = 0;
    const int self = state.thread_index();
    for ([[maybe_unused]] auto iteration : state) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return turn == self; });
        turn = 1 - self;
        changed.notify_one();
    }
    state.SetItemsProcessed(state.iterations());
}

} // namespace

void measure_waits() {
    measure("semaphore", ours, acquire_release<sync::counting_semaphore>);
    measure("semaphore", "std", acquire_release<std::counting_semaphore<>>);
    measure("barrier", ours, pass_together<sync::barrier>);
    measure("barrier", "std", pass_together<std::barrier<>>);
    measure("condition_variable", ours, ping_pong<sync::mutex, sync::condition_variable>, 2, 2);
    measure("condition_variable", "std", ping_pong<std::mutex, std::condition_variable>, 2, 2);
}

} // namespace heddle::bench
