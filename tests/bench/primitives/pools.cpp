// A thousand short tasks for a pool of N threads.
#include "bench/primitives/group.hpp"
#include "primitives/thread/thread_pool.hpp"

#include <boost/thread/executors/basic_thread_pool.hpp>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <thread>

namespace heddle::bench {

namespace {

constexpr long tasks = 1000;

template <class Submit>
void run_tasks(benchmark::State& state, Submit submit) {
    std::atomic<long> done{0};
    for ([[maybe_unused]] auto iteration : state) {
        done.store(0, std::memory_order_relaxed);
        for (long i = 0; i < tasks; ++i)
            submit([&done] { done.fetch_add(1, std::memory_order_release); });
        while (done.load(std::memory_order_acquire) != tasks) std::this_thread::yield();
    }
    state.SetItemsProcessed(state.iterations() * tasks);
}

void with_ours(benchmark::State& state) {
    thread::thread_pool pool(static_cast<std::size_t>(state.range(0)));
    run_tasks(state, [&](auto task) { (void)pool.submit(task); });
}

void with_boost(benchmark::State& state) {
    boost::executors::basic_thread_pool pool(static_cast<unsigned>(state.range(0)));
    run_tasks(state, [&](auto task) { pool.submit(task); });
}

void with_tbb(benchmark::State& state) {
    tbb::task_arena arena(static_cast<int>(state.range(0)) + 1);
    tbb::task_group group;
    run_tasks(state, [&](auto task) { arena.execute([&] { group.run(task); }); });
    arena.execute([&] { group.wait(); });
}

void measure_pool(const std::string& type, void (*work)(benchmark::State&)) {
    auto* const registered = benchmark::RegisterBenchmark(("thread_pool/" + type).c_str(), work);
    registered->ArgName("workers")->Arg(1)->Arg(2)->Arg(4)->UseRealTime();
}

} // namespace

void measure_pools() {
    measure_pool(ours, with_ours);
    measure_pool("boost", with_boost);
    measure_pool("tbb", with_tbb);
}

} // namespace heddle::bench
