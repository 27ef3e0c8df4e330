/// @file
/// The interleaving as a table: one row a step, one column a thread.
#pragma once

#include "report/run_report.hpp"
#include "report/style.hpp"

#include <cstddef>
#include <string>

namespace heddle::report {

struct trace_options {
    std::size_t longest = 60; ///< rows; a longer trace loses its middle. 0: no limit
    std::size_t width = 100;  ///< columns of text to aim at; a long row may be longer
};

/// What a step does, as one would write it in C++: `x.load(acquire) -> 1  [from 5]`.
[[nodiscard]] std::string describe(const step& each);

/// The trace of a bug. The steps of its accesses are marked `>`. Elided rows leave a line that
/// counts them; the steps that the shown rows read from stay.
[[nodiscard]] std::string trace_table(const bug& found, const trace_options& options,
                                      const style& colours);

} // namespace heddle::report
