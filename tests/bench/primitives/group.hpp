/// @file
/// What is measured: groups of the same work done with different types, ours and those that a user
/// would take instead. A benchmark is called GROUP/TYPE/real_time/threads:N.
#pragma once

#include <benchmark/benchmark.h>

#include <string>

namespace heddle::bench {

inline constexpr auto ours = "heddle";

/// Registers a benchmark for one, two and four threads (or only for some of these).
inline void measure(const std::string& group, const std::string& type,
                    void (*work)(benchmark::State&), int fewest_threads = 1, int most_threads = 4) {
    auto* const registered = benchmark::RegisterBenchmark((group + "/" + type).c_str(), work);
    for (int threads = fewest_threads; threads <= most_threads; threads *= 2)
        registered->Threads(threads);
    registered->UseRealTime();
}

/// Each file has its own.
void measure_locks();
void measure_shared_locks();
void measure_waits();
void measure_queues();
void measure_pools();

} // namespace heddle::bench
