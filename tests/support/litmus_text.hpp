// Litmus programs in the notation that parse_litmus reads.
#pragma once

#include "support/litmus_program.hpp"

#include <string>

namespace heddle::tests {

std::string to_text(litmus_program const& program);

} // namespace heddle::tests
