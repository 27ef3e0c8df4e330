// heddle-bench: how fast the search is. For each program of the tables one run of `heddle run`, and
// one of Relacy's full search on the same program, as Google Benchmark's benchmarks NAME/heddle and
// NAME/relacy. Time is the search's own. A verdict or a count that is not the table's is an error.
#include "bench/relacy_run.hpp"
#include "support/heddle_run.hpp"
#include "support/table.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace heddle::tests;

namespace {

struct options {
    std::vector<std::string> tables;
    int heddle_limit = 300; ///< Seconds; a search that takes longer is an error.
    int relacy_limit = 10;  ///< Seconds; a search that takes longer is cut short.
};

constexpr char const* usage =
    "  primitives            measure the primitives instead; Google Benchmark's options follow\n"
    "  --table=FILE          programs to run, instead of the tables that are built in; repeatable\n"
    "  --heddle_limit=N      end Heddle's search after N seconds (300); that is an error\n"
    "  --relacy_limit=N      end Relacy's search after N seconds (10); 0: leave it out\n"
    "  and Google Benchmark's: --benchmark_filter=REGEX, --benchmark_format=json, …\n";

struct program {
    std::string name;
    std::optional<std::uint64_t> executions; ///< What the search must find.
    std::optional<double> genmc_seconds;
};

/// Some benchmark ended in an error. Google Benchmark itself exits with 0 then.
bool failed = false;

void fail(benchmark::State& state, std::string const& what) {
    failed = true;
    state.SkipWithError(what.c_str());
}

void search_with_heddle(benchmark::State& state, program const& checked, options const& chosen) {
    for ([[maybe_unused]] auto iteration : state) {
        auto const run = heddle_run(
            {"--quiet", "--time", std::to_string(chosen.heddle_limit), BENCH_PROGRAM, checked.name},
            {.limit = std::chrono::seconds{chosen.heddle_limit + 60}, .count_instructions = true});
        auto const& report = run.report;
        if (text_of(report, "verdict") != "correct" || !flag_of(report, "complete")) {
            return fail(state, "heddle's verdict: " + text_of(report, "verdict") + run.process.err);
        }
        auto const executions = number_of(report, "executions");
        if (checked.executions && executions != *checked.executions) {
            return fail(state, std::to_string(executions) + " executions instead of " +
                                   std::to_string(*checked.executions));
        }
        auto const seconds = report.at("seconds").get<double>();
        auto const count = static_cast<double>(executions);
        state.SetIterationTime(seconds);
        auto& counters = state.counters;
        counters["executions"] = count;
        counters["blocked"] = static_cast<double>(number_of(report, "blocked"));
        counters["executions_per_second"] = count / seconds;
        counters["ns_per_operation"] =
            seconds * 1e9 / static_cast<double>(number_of(report, "operations"));
        if (run.process.instructions) {
            counters["instructions_per_execution"] =
                static_cast<double>(*run.process.instructions) / count;
        }
        counters["peak_rss_mb"] = static_cast<double>(run.process.peak_rss_kb) / 1024;
        counters["process_seconds"] = run.process.seconds;
        counters["cpu_seconds"] = run.process.cpu_seconds;
        if (checked.genmc_seconds) {
            // GenMC's are a whole process's seconds, so ours must be too.
            counters["genmc_seconds"] = *checked.genmc_seconds;
            counters["genmc_over_heddle"] = *checked.genmc_seconds / run.process.seconds;
        }
    }
}

void search_with_relacy(benchmark::State& state, program const& checked, options const& chosen) {
    for ([[maybe_unused]] auto iteration : state) {
        auto const run = relacy_run(checked.name, std::chrono::seconds{chosen.relacy_limit});
        auto const verdict = text_of(run.report, "verdict");
        if (verdict != "correct" && verdict != "incomplete") {
            return fail(state, "relacy's verdict: " + verdict + run.process.err);
        }
        auto const seconds = run.report.at("seconds").get<double>();
        auto const count = static_cast<double>(number_of(run.report, "executions"));
        state.SetIterationTime(seconds);
        auto& counters = state.counters;
        counters["executions"] = count;
        counters["complete"] = flag_of(run.report, "complete") ? 1 : 0;
        counters["executions_per_second"] = count / seconds;
        counters["peak_rss_mb"] = static_cast<double>(run.process.peak_rss_kb) / 1024;
    }
}

std::vector<program> read_programs(std::vector<std::string> const& tables) {
    std::vector<program> result;
    for (auto const& table : tables) {
        for (auto const& row : read_table(table)) {
            program one{.name = row.at("name"), .executions = {}, .genmc_seconds = {}};
            if (auto const cell = row.find("executions");
                cell != row.end() && !cell->second.empty()) {
                one.executions = std::stoull(cell->second);
            }
            if (auto const cell = row.find("genmc_s"); cell != row.end() && !cell->second.empty()) {
                one.genmc_seconds = std::stod(cell->second);
            }
            result.push_back(std::move(one));
        }
    }
    return result;
}

/// Takes out of argv what is ours; false when a value makes no sense.
bool parse(int& argc, char** argv, options& chosen) {
    bool valid = true;
    auto const number = [&](std::string_view text, int least) {
        int value = 0;
        auto const [end, error] = std::from_chars(text.begin(), text.end(), value);
        valid = valid && error == std::errc{} && end == text.end() && value >= least;
        return value;
    };
    auto const ours = [&](std::string_view argument) {
        auto const value = argument.substr(std::min(argument.find('=') + 1, argument.size()));
        if (argument.starts_with("--table=")) {
            chosen.tables.emplace_back(value);
        } else if (argument.starts_with("--heddle_limit=")) {
            chosen.heddle_limit = number(value, 1);
        } else if (argument.starts_with("--relacy_limit=")) {
            chosen.relacy_limit = number(value, 0);
        } else {
            return false;
        }
        return true;
    };
    char** const end = std::remove_if(argv + 1, argv + argc, ours);
    argc = static_cast<int>(end - argv);
    if (chosen.tables.empty()) {
        chosen.tables = {BENCH_TABLE, STRUCTURES_TABLE};
    }
    return valid;
}

std::string processor() {
    std::ifstream in{"/proc/cpuinfo"};
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("model name")) {
            return line.substr(std::min(line.find(':') + 2, line.size()));
        }
    }
    return "unknown";
}

void add_benchmarks(std::vector<program> const& programs, options const& chosen) {
    auto const add = [&](program const& checked, char const* checker, auto search) {
        benchmark::RegisterBenchmark(
            (checked.name + "/" + checker).c_str(),
            [=](benchmark::State& state) { search(state, checked, chosen); })
            ->Iterations(1)
            ->UseManualTime()
            ->Unit(benchmark::kSecond);
    };
    for (auto const& checked : programs) {
        add(checked, "heddle", search_with_heddle);
        if (relacy_is_there() && chosen.relacy_limit != 0) {
            add(checked, "relacy", search_with_relacy);
        }
    }
}

/// The primitives' benchmarks are a program of their own: they have nothing in common with these
/// but the library.
[[noreturn]] void measure_primitives(char** argv) {
    auto const program = std::filesystem::read_symlink("/proc/self/exe").string() + "-primitives";
    argv[0] = const_cast<char*>(program.c_str());
    execv(program.c_str(), argv);
    throw std::runtime_error(program + " cannot be run: " + std::strerror(errno));
}

int run(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "primitives") {
        argv[1] = argv[0];
        measure_primitives(argv + 1);
    }
    options chosen;
    bool const valid = parse(argc, argv, chosen);
    benchmark::Initialize(&argc, argv);
    if (!valid || benchmark::ReportUnrecognizedArguments(argc, argv)) {
        std::cerr << usage;
        return 2;
    }
    benchmark::AddCustomContext("cpu", processor());
    benchmark::AddCustomContext("compiler", BENCH_COMPILER);
    benchmark::AddCustomContext("relacy_limit", std::to_string(chosen.relacy_limit));
    add_benchmarks(read_programs(chosen.tables), chosen);
    bool const some = benchmark::RunSpecifiedBenchmarks() != 0;
    return failed || !some ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (std::exception const& error) {
        std::cerr << "heddle-bench: " << error.what() << '\n';
        return 2;
    }
}
