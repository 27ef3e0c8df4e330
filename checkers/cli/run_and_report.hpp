/// @file
/// What `run` and `replay` have in common.
#pragma once

#include "cli/commands.hpp"

#include <cstddef>

namespace heddle::cli {

/// Runs the program under the model checker and writes the reports.
/// @param longest_trace rows of the interleaving to show; 0: all
[[nodiscard]] exit_code run_and_report(const run_options& options, std::size_t longest_trace);

} // namespace heddle::cli
