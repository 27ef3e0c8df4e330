// Whether the program's calls reach the runtime's functions.
#pragma once

#include <string>

namespace heddle::frontend {

/// Names a function of the runtime's that a library hides by one of its own, because the program
/// was linked with it before the runtime; empty when there is none. What the program itself defines
/// under such a name is its own business.
[[nodiscard]] std::string hidden_function();

} // namespace heddle::frontend
