// Tab-separated tables: '#' starts a comment line, the first other line names the columns.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace heddle::tests {

/// One line; the value of column `name` is `row.at(name)`. Missing trailing cells are empty.
using table_row = std::map<std::string, std::string>;

/// @throws std::runtime_error when the file cannot be read or a line has more cells than there are
/// columns.
std::vector<table_row> read_table(std::string const& path);

/// The words of `text`, which are separated by blanks.
std::vector<std::string> words(std::string const& text);

} // namespace heddle::tests
