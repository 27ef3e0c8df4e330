// Relacy's full search on one of the benchmark's programs. Nothing of Relacy is included here: it
// runs in a process of its own.
#pragma once

#include "support/heddle_run.hpp"

#include <chrono>
#include <string>

namespace heddle::tests {

/// Relacy was found when this was built.
bool relacy_is_there();

/// The report has the keys verdict, complete, executions and seconds. "incomplete" is the verdict
/// when `limit` ended the search.
/// @throws std::logic_error when Relacy is not there.
heddle_result relacy_run(std::string const& program, std::chrono::seconds limit);

} // namespace heddle::tests
