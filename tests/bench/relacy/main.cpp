// The benchmark's programs under Relacy's full search: relacy_program NAME SECONDS searches until
// all is seen or the time is over, and writes what it did as JSON. A process of its own, because
// Relacy replaces operator new, and so that its memory and its time are its own.
#include "programs/list.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ostream>

namespace {

using clock_type = std::chrono::steady_clock;

struct progress {
    std::uint64_t executions = 0; ///< That ran to their end.
    clock_type::time_point begin = clock_type::now();
    clock_type::duration limit{};
};

/// Relacy makes the test object itself, anew for each execution.
progress current;

template <class Program>
struct test : rl::test_suite<test<Program>, static_cast<rl::thread_id_t>(Program::threads)> {
    Program program;

    void before() {
        // A look at the clock costs as much as some steps do.
        constexpr std::uint64_t executions_per_look = 256;
        if (current.executions % executions_per_look == 0 &&
            clock_type::now() - current.begin >= current.limit) {
            rl::ctx().rl_until("time limit", RL_INFO);
        }
    }

    void thread(unsigned index) { program.thread(index); }

    void after() {
        program.finish();
        ++current.executions;
    }
};

template <class Program>
rl::test_result_e search() {
    std::ostream nowhere{nullptr};
    rl::test_params parameters;
    parameters.search_type = rl::sched_full;
    parameters.output_stream = &nowhere;
    parameters.progress_stream = &nowhere;
    rl::ostringstream state;
    // Not rl::simulate, which runs the last execution again to print its history.
    using scheduler = rl::full_search_scheduler<test<Program>::params::thread_count>;
    return rl::run_test<test<Program>, scheduler>(parameters, state, false);
}

} // namespace

int main(int argc, char** argv) {
    rl::test_result_e (*chosen)() = nullptr;
    heddle::bench::for_each_program([&](char const* name, auto program) {
        if (argc == 3 && std::strcmp(argv[1], name) == 0) {
            chosen = search<typename decltype(program)::type>;
        }
    });
    if (chosen == nullptr) {
        std::fputs("usage: relacy_program NAME SECONDS, a name of programs/list.hpp\n", stderr);
        return 2;
    }
    current.limit = std::chrono::duration_cast<clock_type::duration>(
        std::chrono::duration<double>{std::atof(argv[2])});
    current.begin = clock_type::now();
    auto const result = chosen();
    auto const seconds = std::chrono::duration<double>(clock_type::now() - current.begin).count();
    auto const timed_out = result == rl::test_result_until_condition_hit;
    bool const bug = result != rl::test_result_success && !timed_out;
    std::printf(
        "{\"verdict\": \"%s\", \"complete\": %s, \"executions\": %llu, \"seconds\": %.9f}\n",
        bug ? rl::test_result_str(result) : (timed_out ? "incomplete" : "correct"),
        result == rl::test_result_success ? "true" : "false",
        static_cast<unsigned long long>(current.executions), seconds);
    return bug ? 1 : (timed_out ? 3 : 0);
}
