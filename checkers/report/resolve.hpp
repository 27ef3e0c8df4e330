/// @file
/// From the runtime's numbers to names.
#pragma once

#include "report/raw_report.hpp"
#include "report/run_report.hpp"

#include <string>

namespace heddle::report {

/// Names every address of a raw report: stacks become frames, addresses become objects, and hex
/// addresses inside messages become those objects' names.
/// @param directory source paths below it are shown relative to it
[[nodiscard]] run_report resolve(const raw_report& raw, const std::string& directory);

/// Sets `step::stale` of every read whose source had been overwritten, in the order of the trace,
/// when it read.
/// @param locations the address that each step accesses; as long as the trace
void mark_stale_reads(std::vector<step>& trace, const std::vector<address>& locations);

} // namespace heddle::report
