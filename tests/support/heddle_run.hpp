// Calls the heddle tool as a user does, and reads its JSON report.
#pragma once

#include "support/process.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace heddle::tests {

struct heddle_result {
    process_result process;
    nlohmann::json report; ///< null when the tool wrote none.
};

/// `heddle ARGUMENTS…`, where HEDDLE_TOOL is the tool that the build made.
process_result run_tool(std::vector<std::string> const& arguments,
                        process_options const& options = {});

/// `heddle run --json FILE OPTIONS… PROGRAM…`: `command` is everything after "run".
heddle_result heddle_run(std::vector<std::string> const& command,
                         process_options const& options = {});

/// `heddle replay --json FILE …`, likewise.
heddle_result heddle_replay(std::vector<std::string> const& command,
                            process_options const& options = {});

/// A value of the report, or its default when the key is missing or has another type.
std::string text_of(nlohmann::json const& report, char const* key);
std::uint64_t number_of(nlohmann::json const& report, char const* key);
bool flag_of(nlohmann::json const& report, char const* key);

} // namespace heddle::tests
