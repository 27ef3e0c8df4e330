/// @file
/// What the user asked for, and the command-line parser's view of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace heddle::cli {

/// A memory order that stands in for the one that the program has at a place.
struct order_replacement {
    std::uint64_t pc = 0;
    std::string order;
    std::string failure_order;
};

/// How to search; goes to the runtime as it is.
struct search_options {
    std::string memory_model = "rc11";
    std::string strategy = "exhaustive";
    std::uint32_t preemptions = 2; ///< most in one execution, of the bounded strategy
    std::uint64_t seed = 0;
    std::uint64_t executions = 0; ///< most executions; 0: no limit, or default_samples
    double time = 0;              ///< seconds; 0: no limit
    unsigned jobs = 1;
    bool keep_going = false;
    bool spurious = false;
    bool estimate = false;    ///< how large the tree of executions is, while searching it
    double watchdog = 10;     ///< seconds of processor time that one step may take
    std::string replay;       ///< token of the one execution to run; empty: search
    bool order_sites = false; ///< the places of atomic operations are wanted too
    std::vector<order_replacement> orders; ///< and other orders for some of them
};

/// How many executions a strategy that samples runs when neither --executions nor --time says so.
inline constexpr std::uint64_t default_samples = 10'000;

/// Whether the strategy draws executions at random.
[[nodiscard]] bool samples(const search_options& options);

/// Where reports go.
struct output_options {
    std::string json; ///< file for the JSON report; `-` is standard output; empty: none
    bool quiet = false;
    std::string progress = "auto";
};

/// Options of `run` and `replay`.
struct run_options {
    search_options search;
    output_options output;
    std::vector<std::string> command; ///< the program and its arguments
};

/// Options of `check` and `list`.
struct check_options {
    search_options search;
    output_options output;
    std::vector<std::string> patterns; ///< names or globs; none: every scenario
    std::string scenarios;             ///< folder of heddle-scenarios; empty: beside heddle itself
    unsigned sanitizer_runs = 10;
    double timeout = 120; ///< seconds for the model checker on one scenario
};

/// Options of `orders`.
struct orders_options {
    search_options search;
    output_options output;
    std::vector<std::string> patterns; ///< names or globs of scenarios
    std::string files;                 ///< glob: weaken only operations in these; empty: in all
    std::string scenarios;             ///< folder of heddle-scenarios; empty: beside heddle itself
    unsigned jobs = 1;                 ///< searches at the same time
    double timeout = 120;              ///< seconds for one of them
};

struct new_options {
    std::string name;
    std::string expect = "correct";
};

/// Adds --memory-model, --strategy and the other options of a search.
void add_search_options(CLI::App& command, search_options& options);

/// Adds --json, --quiet and --progress.
void add_output_options(CLI::App& command, output_options& options);

/// The part of a `heddle replay` command line that makes it search as these options did.
[[nodiscard]] std::string replay_flags(const search_options& options);

} // namespace heddle::cli
