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
constexpr const char* relacy_name = "heddle-relacy";

fs::path folder_of_scenarios(const check_options& options) {
    if (!options.scenarios.empty()) return options.scenarios;
    return fs::read_symlink("/proc/self/exe").parent_path();
}

/// The output of `PROGRAM --list`. Without HEDDLE_OPTIONS the runtime stays out of the
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

/// What it lists, a JSON object a line.
std::vector<nlohmann::json> listed_by(const std::string& program) {
    std::vector<nlohmann::json> objects;
    std::istringstream stream(ask(program));
    for (std::string line; std::getline(stream, line);) {
        if (line.empty()) continue;
        objects.push_back(nlohmann::json::parse(line, nullptr, false));
        if (!objects.back().is_object())
            throw usage_error(fmt::format("{} --list printed no JSON: {}", program, line));
    }
    return objects;
}

std::vector<scenario_entry> scenarios_of(const std::string& program) {
    std::vector<scenario_entry> entries;
    for (const nlohmann::json& object : listed_by(program))
        entries.push_back({object.value("name", ""), object.value("expect", "correct"),
                           object.value("story", ""), object.value("file", ""),
                           object.value("line", 0), object.value("tsan", true),
                           object.value("outcomes", std::vector<std::string>{})});
    std::sort(entries.begin(), entries.end(),
              [](const auto& left, const auto& right) { return left.name < right.name; });
    return entries;
}

void note_models(const std::string& relacy, std::vector<scenario_entry>& entries) {
    for (const nlohmann::json& object : listed_by(relacy)) {
        const std::string name = object.value("name", "");
        for (scenario_entry& each : entries) {
            if (each.name != name) continue;
            each.relacy = true;
            each.relacy_misses = object.value("misses", "");
        }
    }
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

    if (const fs::path models = folder / relacy_name; fs::exists(models))
        result.relacy = models.string();

    std::vector<scenario_entry> all = scenarios_of(result.checked);
    if (!result.relacy.empty()) note_models(result.relacy, all);
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
