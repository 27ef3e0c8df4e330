#include "cli/scenario_list.hpp"

#include "cli/child_process.hpp"
#include "cli/failure.hpp"

#include <fmt/format.h>
#include <fnmatch.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace heddle::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* program_name = "heddle-scenarios";

fs::path folder_of_scenarios(const check_options& options) {
    if (!options.scenarios.empty()) return options.scenarios;
    return fs::read_symlink("/proc/self/exe").parent_path();
}

/// The output of `heddle-scenarios --list`. Without HEDDLE_OPTIONS the runtime stays out of the
/// way.
std::string ask(const std::string& program) {
    const memory_file output("heddle-list");
    child_command command;
    command.arguments = {program, "--list"};
    command.output = output.descriptor();
    command.timeout = std::chrono::seconds(30);
    child_end result;
    child_group children;
    children.start(command, [&](const child_end& end) { result = end; });
    children.run([] {});
    if (!result.exited || result.status != 0)
        throw usage_error(fmt::format("{} --list failed: {}", program, output.contents()));
    return output.contents();
}

std::vector<scenario_entry> parse(const std::string& lines, const std::string& program) {
    std::vector<scenario_entry> entries;
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
        if (line.empty()) continue;
        const nlohmann::json object = nlohmann::json::parse(line, nullptr, false);
        if (!object.is_object())
            throw usage_error(fmt::format("{} --list printed no JSON: {}", program, line));
        entries.push_back({object.value("name", ""), object.value("expect", "correct"),
                           object.value("story", ""), object.value("file", ""),
                           object.value("line", 0), object.value("tsan", true),
                           object.value("outcomes", std::vector<std::string>{})});
    }
    std::sort(entries.begin(), entries.end(),
              [](const auto& left, const auto& right) { return left.name < right.name; });
    return entries;
}

bool matches(const scenario_entry& entry, const std::string& pattern) {
    return entry.name == pattern || fnmatch(pattern.c_str(), entry.name.c_str(), 0) == 0;
}

} // namespace

scenario_list list_scenarios(const check_options& options) {
    const fs::path folder = folder_of_scenarios(options);
    const fs::path program = folder / program_name;
    if (!fs::exists(program))
        throw usage_error(fmt::format("{} is not there: build the scenarios, or name their folder "
                                      "with --scenarios",
                                      program.string()));
    scenario_list result;
    result.checked = program.string();
    if (const fs::path twin = folder / (std::string(program_name) + "-tsan"); fs::exists(twin))
        result.sanitized = twin.string();

    const std::vector<scenario_entry> all = parse(ask(result.checked), result.checked);
    for (const std::string& pattern : options.patterns)
        if (std::none_of(all.begin(), all.end(),
                         [&](const auto& entry) { return matches(entry, pattern); }))
            throw usage_error(
                fmt::format("no scenario matches {} (heddle list shows them)", pattern));
    for (const scenario_entry& entry : all)
        if (options.patterns.empty() ||
            std::any_of(options.patterns.begin(), options.patterns.end(),
                        [&](const auto& pattern) { return matches(entry, pattern); }))
            result.entries.push_back(entry);
    return result;
}

} // namespace heddle::cli
