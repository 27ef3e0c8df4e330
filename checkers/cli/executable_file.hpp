/// @file
/// Is this a program that Heddle can check?
#pragma once

#include <string>

namespace heddle::cli {

/// Checks, without running it, that a file is an executable linked with Heddle's runtime.
/// @throws usage_error with a message that says what to do
void require_checkable(const std::string& program);

} // namespace heddle::cli
