#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/scenario_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::cli {

exit_code list(const check_options& options) {
    require_writable(options.output);
    const scenario_list scenarios = list_scenarios(options);
    std::size_t width = 0;
    for (const scenario_entry& each : scenarios.entries) width = std::max(width, each.name.size());
    std::string text;
    report::json_document entries = report::json_document::array();
    for (const scenario_entry& each : scenarios.entries) {
        text += fmt::format("{:<{}}  {:<18}  {}\n", each.name, width, each.expect, each.story);
        entries.push_back({{"name", each.name},
                           {"expected", each.expect},
                           {"story", each.story},
                           {"file", each.file},
                           {"line", each.line},
                           {"tsan", each.sanitizer}});
    }
    if (options.output.json != "-") write_text(options.output, text);
    write_json(options.output, {{"schema", 1}, {"scenarios", std::move(entries)}});
    return exit_code::success;
}

} // namespace heddle::cli
