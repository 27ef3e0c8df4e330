/// @file
/// One model under Relacy: `heddle-relacy NAME`.
#pragma once

#include "cli/child_process.hpp"
#include "report/matrix.hpp"

#include <string>

namespace heddle::cli {

/// What to start; what it prints goes to `output`.
[[nodiscard]] child_command relacy_command(const std::string& program, const std::string& model,
                                           int output);

/// What the run says: the verdict that it printed, or hang or crash.
[[nodiscard]] report::relacy_verdict relacy_verdict_of(const child_end& end,
                                                       const std::string& output);

} // namespace heddle::cli
