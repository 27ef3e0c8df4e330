/// @file
/// Many searches of scenarios, some at a time.
#pragma once

#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "report/run_report.hpp"

#include <string>
#include <vector>

namespace heddle::cli {

/// A scenario, under other memory orders than its own.
struct search_job {
    std::string scenario;
    std::vector<order_replacement> orders;
};

class search_batch {
public:
    /// @param program heddle-scenarios
    /// @param side_by_side how many searches run at the same time
    /// @param timeout seconds for one of them
    search_batch(std::string program, const search_options& options, unsigned side_by_side,
                 double timeout, const output_options& output);

    /// Blocks until all are done. What a search found, in the order of the jobs.
    /// @throws interrupted when a signal ended it early
    [[nodiscard]] std::vector<report::run_report> run(const std::vector<search_job>& jobs);

    struct interrupted {};

private:
    std::string program_;
    search_options options_;
    unsigned side_by_side_;
    double timeout_;
    progress_line progress_;
    std::size_t done_ = 0;
};

} // namespace heddle::cli
