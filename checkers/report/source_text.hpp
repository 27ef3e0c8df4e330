/// @file
/// Lines of the program's source, for quoting in a report.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace heddle::report {

/// Reads source files on demand and keeps them.
class source_text {
public:
    /// The line (counted from 1) without its indentation and trailing blanks; empty when the file
    /// or the line is not there.
    [[nodiscard]] std::string line(const std::string& file, unsigned number);

private:
    std::map<std::string, std::vector<std::string>> files_;
};

} // namespace heddle::report
