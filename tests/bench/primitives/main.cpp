// heddle-bench primitives: how fast the primitives are, beside others that do the same.
#include "bench/primitives/group.hpp"

#include <benchmark/benchmark.h>

int main(int argc, char** argv) {
    heddle::bench::measure_locks();
    heddle::bench::measure_shared_locks();
    heddle::bench::measure_waits();
    heddle::bench::measure_queues();
    heddle::bench::measure_pools();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
