// The lines of a program's source that a bug is expected at.
#pragma once

#include <string>
#include <vector>

namespace heddle::tests {

/// "FILE:LINE" for each line of `source` that ends with the comment `// MARKER`; FILE without
/// folders.
std::vector<std::string> marked_lines(std::string const& source, std::string const& marker);

} // namespace heddle::tests
