#include "cli/options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace heddle::cli {
namespace {

/// Like CLI11's own ranges, with a message that a person can read.
CLI::Validator at_least(double least) {
    return CLI::Validator(
        [least](const std::string& text) {
            double number = 0;
            if (CLI::detail::lexical_cast(text, number) && number >= least) return std::string();
            return least > 0 ? fmt::format("{} is not a positive number", text)
                             : fmt::format("{} is not a number from 0 up", text);
        },
        "");
}

CLI::Validator from_zero() {
    return at_least(0);
}

CLI::Validator positive() {
    return at_least(1e-9);
}

} // namespace

void add_search_options(CLI::App& command, search_options& options) {
    const std::string group = "Search";
    command
        .add_option("--memory-model", options.memory_model,
                    "rc11: what C++ allows; sc: interleavings only")
        ->check(CLI::IsMember({"rc11", "sc"}))
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--strategy", options.strategy,
                    "exhaustive: every execution, once; bounded: those with few preemptions; the "
                    "others draw executions at random")
        ->check(CLI::IsMember({"exhaustive", "bounded", "random", "pct", "pos", "surw"}))
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--preemptions", options.preemptions,
                    "bounded: most preemptions in one execution, that is, switches away from a "
                    "thread that could go on")
        ->type_name("N")
        ->check(from_zero())
        ->capture_default_str()
        ->group(group);
    command.add_option("--seed", options.seed, "Seed of the sampling strategies")
        ->type_name("N")
        ->check(from_zero())
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--executions", options.executions,
                    fmt::format("Stop after N executions (default: never; for a strategy that "
                                "samples, {} unless there is a --time)",
                                default_samples))
        ->type_name("N")
        ->check(from_zero())
        ->group(group);
    command.add_option("--time", options.time, "Stop after SECONDS (0: never)")
        ->type_name("SECONDS")
        ->check(from_zero())
        ->group(group);
    command
        .add_option("--jobs", options.jobs,
                    "Use N processors (run: only the exhaustive strategy does)")
        ->type_name("N")
        ->check(CLI::Range(1, 256))
        ->group(group);
    command.add_flag("--keep-going", options.keep_going,
                     "Collect every distinct bug instead of stopping at the first");
    command.add_flag("--spurious", options.spurious,
                     "Condition waits may wake, and weak compare-exchange may fail, spuriously");
    command
        .add_option("--watchdog", options.watchdog,
                    "Call it a livelock when a thread computes for SECONDS without a visible step")
        ->type_name("SECONDS")
        ->check(positive())
        ->capture_default_str()
        ->group(group);
    for (const char* flag : {"--keep-going", "--spurious"}) command.get_option(flag)->group(group);
}

void add_output_options(CLI::App& command, output_options& options) {
    const std::string group = "Output";
    command
        .add_option("--json", options.json,
                    "Write a JSON report to FILE; - is standard output, and the text then goes to "
                    "standard error")
        ->type_name("FILE")
        ->group(group);
    command.add_flag("--quiet,-q", options.quiet, "No text; the exit code tells")->group(group);
    command.add_option("--progress", options.progress, "Show progress on standard error")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str()
        ->group(group);
}

bool samples(const search_options& options) {
    return options.replay.empty() && options.strategy != "exhaustive" &&
           options.strategy != "bounded";
}

std::string replay_flags(const search_options& options) {
    const search_options defaults;
    std::string flags;
    if (options.memory_model != defaults.memory_model)
        flags += fmt::format(" --memory-model {}", options.memory_model);
    if (options.spurious) flags += " --spurious";
    if (options.watchdog != defaults.watchdog)
        flags += fmt::format(" --watchdog {}", options.watchdog);
    return flags;
}

} // namespace heddle::cli
