/// @file
/// The report that a person reads.
#pragma once

#include "report/run_report.hpp"
#include "report/style.hpp"

#include <cstddef>
#include <string>

namespace heddle::report {

struct text_options {
    bool coloured = false;
    std::size_t longest_trace = 60; ///< rows; 0: the whole trace
    std::size_t width = 100;
};

/// The verdict in one line: `heddle: correct: 6 executions, every one explored (rc11, 0.01 s)`.
[[nodiscard]] std::string verdict_line(const run_report& report, const style& colours = style());

/// The verdict, then for every bug what it is, where, the interleaving that shows it, and the
/// command that shows it again. Quotes source lines when the files are there.
[[nodiscard]] std::string to_text(const run_report& report, const text_options& options = {});

} // namespace heddle::report
