/// @file
/// The verdict matrix of `heddle check`: a row a scenario, a column a checker.
#pragma once

#include "report/json_report.hpp"
#include "report/run_report.hpp"
#include "report/style.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace heddle::report {

/// What ThreadSanitizer said about a scenario.
struct sanitizer_verdict {
    std::string verdict;  ///< silent, data_race, deadlock, hang, crash, assertion_failed, …
    std::size_t runs = 0; ///< how many were made; the last one gave the verdict
};

/// What Relacy said about a model.
struct relacy_verdict {
    std::string
        verdict; ///< correct (all was explored), silent, data_race, deadlock, …, crash, hang
    bool complete = false; ///< every execution that Relacy knows of was run
    std::uint64_t executions = 0;
    std::string message{}; ///< in Relacy's words; empty when it found nothing
};

struct scenario_result {
    std::string name;
    std::string expected;
    std::string story;
    std::string file;
    run_report heddle;
    std::optional<sanitizer_verdict> sanitizer;
    std::optional<relacy_verdict> relacy; ///< of a model
    std::string relacy_misses;            ///< why Relacy cannot find the bug; empty where it must
    std::vector<std::string> surprises;   ///< why it is not as expected; empty when it is
    std::string command;                  ///< shows Heddle's full report of the scenario
    std::string output;                   ///< what the scenario printed

    [[nodiscard]] bool as_expected() const { return surprises.empty(); }
};

/// Compares what came out of a complete search with what must come out of it; of one that is not,
/// only what must not. No surprise when nothing is expected.
/// @return one sentence for each surprise
[[nodiscard]] std::vector<std::string>
find_unexpected_outcomes(const std::vector<std::string>& expected, const run_report& heddle);

/// Compares the checkers' verdicts with the expected one and with each other.
/// @return one sentence for each surprise or contradiction
[[nodiscard]] std::vector<std::string>
find_surprises(const std::string& expected, const run_report& heddle,
               const std::optional<sanitizer_verdict>& sanitizer);

/// Compares what Relacy says of a model with what is expected of it. Its bugs have other names than
/// ours, so that only whether there is one counts.
/// @param misses why it cannot find the bug, or empty
/// @return one sentence for each surprise or contradiction
[[nodiscard]] std::vector<std::string> find_relacy_surprises(const std::string& expected,
                                                             const run_report& heddle,
                                                             const relacy_verdict& relacy,
                                                             const std::string& misses);

/// The matrix, then why each failing scenario fails and what to type to see it, then one line that
/// counts.
[[nodiscard]] std::string matrix_text(const std::vector<scenario_result>& results,
                                      const style& colours);

[[nodiscard]] json_document matrix_json(const std::vector<scenario_result>& results);

} // namespace heddle::report
