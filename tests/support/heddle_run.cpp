#include "heddle_run.hpp"

#include <filesystem>
#include <fstream>

namespace heddle::tests {

namespace {

heddle_result with_report(char const* subcommand, std::vector<std::string> const& command,
                          process_options const& options) {
    temporary_directory const directory;
    auto const file = directory.path() + "/report.json";
    std::vector<std::string> arguments{subcommand, "--json", file};
    arguments.insert(arguments.end(), command.begin(), command.end());
    heddle_result result;
    result.process = run_tool(arguments, options);
    if (std::ifstream in{file}; in) {
        result.report = nlohmann::json::parse(in, nullptr, false);
    }
    return result;
}

} // namespace

process_result run_tool(std::vector<std::string> const& arguments, process_options const& options) {
    std::vector<std::string> command{HEDDLE_TOOL};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_process(command, options);
}

heddle_result heddle_run(std::vector<std::string> const& command, process_options const& options) {
    return with_report("run", command, options);
}

heddle_result heddle_replay(std::vector<std::string> const& command,
                            process_options const& options) {
    return with_report("replay", command, options);
}

std::string text_of(nlohmann::json const& report, char const* key) {
    if (!report.is_object() || !report.contains(key) || !report[key].is_string()) {
        return {};
    }
    return report[key].get<std::string>();
}

std::uint64_t number_of(nlohmann::json const& report, char const* key) {
    if (!report.is_object() || !report.contains(key) || !report[key].is_number()) {
        return ~std::uint64_t{0};
    }
    return report[key].get<std::uint64_t>();
}

bool flag_of(nlohmann::json const& report, char const* key) {
    return report.is_object() && report.contains(key) && report[key].is_boolean() &&
           report[key].get<bool>();
}

} // namespace heddle::tests
