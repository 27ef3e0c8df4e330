// What a row of a table says of one run of a program, and whether that is so.
#pragma once

#include "support/heddle_run.hpp"
#include "support/table.hpp"

#include <string>
#include <vector>

namespace heddle::tests {

/// Where the programs of a table are: NAME.cpp or NAME.c, and what was built of it, NAME.
struct program_folders {
    std::string sources;
    std::string programs;
};

/// The command after "run" (or, with a token, after "replay").
std::vector<std::string> command_of(table_row const& row, program_folders const& folders,
                                    std::string const& token = {});

/// Runs the row's program, and checks (Catch2) verdict, exit code, place and message, that the
/// replay token leads there again, and, where the table has that column, the number of executions.
void check_row(table_row const& row, program_folders const& folders);

/// Checks that each of the programs has a row.
void check_that_all_are_used(std::string const& table, std::string const& sources);

} // namespace heddle::tests
