/// @file
/// One run of a scenario under ThreadSanitizer.
#pragma once

#include "cli/child_process.hpp"

#include <string>

namespace heddle::cli {

/// What to start; the run's output goes to `output`.
[[nodiscard]] child_command sanitizer_command(const std::string& program,
                                              const std::string& scenario, int output);

/// What a run says: silent, data_race, deadlock (an inversion of lock order), hang, lock_misuse,
/// use_after_free, assertion_failed, uncaught_exception or crash.
[[nodiscard]] std::string sanitizer_verdict_of(const child_end& end, const std::string& output);

} // namespace heddle::cli
