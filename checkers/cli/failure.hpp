/// @file
/// How a command says that it was called wrongly.
#pragma once

#include <stdexcept>

namespace heddle::cli {

/// The command line is wrong, or what it names cannot be used. `main` prints the message, which is
/// one line, and exits with status 2.
class usage_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace heddle::cli
