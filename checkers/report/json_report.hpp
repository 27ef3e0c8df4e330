/// @file
/// Reports for programs.
#pragma once

#include "report/run_report.hpp"

#include <nlohmann/json.hpp>

namespace heddle::report {

/// Keys keep the order in which they are written: a report is also read by people.
using json_document = nlohmann::ordered_json;

/// One search as JSON, schema 1. Keys beyond the documented ones: `events` (of all
/// executions together), `operations` (that were simulated, some of them again), `checkpoints`
/// (whether executions were taken up where they differ, or why not), `arguments`, `seed`,
/// `incomplete_reason`, `warnings`; in a bug `accesses`, `threads`, `stack`; in a step `order`,
/// `reads_from` (-1: the initial value), `stale`, `note`.
[[nodiscard]] json_document to_json(const run_report& report);

} // namespace heddle::report
