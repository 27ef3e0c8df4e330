/// @file
/// The scenarios that were built.
#pragma once

#include "cli/options.hpp"

#include <string>
#include <vector>

namespace heddle::cli {

struct scenario_entry {
    std::string name;
    std::string expect;
    std::string story;
    std::string file;
    int line = 0;
    bool sanitizer = true;             ///< whether ThreadSanitizer can judge it
    std::vector<std::string> outcomes; ///< all that must come out of it; empty: anything may
    bool relacy = false;               ///< whether Relacy has a model of that name
    std::string relacy_misses = {};    ///< why Relacy cannot find the bug; empty where it must
};

struct scenario_list {
    std::string checked;   ///< the executable with Heddle's runtime
    std::string sanitized; ///< the executable with ThreadSanitizer's; empty when it is not there
    std::string relacy;    ///< the executable with Relacy's models; empty when it is not there
    std::vector<scenario_entry> entries; ///< those that match, by name
};

/// Asks heddle-scenarios for its scenarios, and heddle-relacy for its models.
/// @throws usage_error when it is not there, or a pattern matches none of them
[[nodiscard]] scenario_list list_scenarios(const check_options& options);

} // namespace heddle::cli
