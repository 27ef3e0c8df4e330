/// @file
/// The libraries of a project's own that a program is linked with.
#pragma once

#include <string>
#include <vector>

namespace heddle::cli {

/// The shared libraries that a program needs, directly or not, and that are found where it says
/// (DT_RUNPATH, DT_RPATH) or in LD_LIBRARY_PATH: those of the system are left out. Canonical paths.
[[nodiscard]] std::vector<std::string> needed_libraries(const std::string& program);

} // namespace heddle::cli
