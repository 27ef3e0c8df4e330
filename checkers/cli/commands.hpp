/// @file
/// The subcommands. Each takes its parsed options and returns the exit status.
#pragma once

#include "cli/options.hpp"
#include "report/verdicts.hpp"

namespace heddle::cli {

using report::exit_code;

/// Searches one program.
[[nodiscard]] exit_code run(const run_options& options);

/// Runs one execution of a program again and shows all of its steps.
[[nodiscard]] exit_code replay(const run_options& options);

/// Runs every scenario that matches under every checker that applies.
[[nodiscard]] exit_code check(const check_options& options);

/// Lists the scenarios.
[[nodiscard]] exit_code list(const check_options& options);

/// Tries weaker memory orders in scenarios that pass, and stronger ones in those that fail.
[[nodiscard]] exit_code orders(const orders_options& options);

/// Writes a new scenario's file.
[[nodiscard]] exit_code create(const new_options& options);

} // namespace heddle::cli
