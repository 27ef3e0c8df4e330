#include "cli/relacy_run.hpp"

#include <nlohmann/json.hpp>

namespace heddle::cli {
namespace {

constexpr double seconds_until_hang = 120;

} // namespace

child_command relacy_command(const std::string& program, const std::string& model, int output) {
    child_command command;
    command.arguments = {program, model};
    command.output = output;
    command.timeout = std::chrono::duration<double>(seconds_until_hang);
    return command;
}

report::relacy_verdict relacy_verdict_of(const child_end& end, const std::string& output) {
    if (end.timed_out) return {.verdict = "hang"};
    const nlohmann::json line = nlohmann::json::parse(output, nullptr, false);
    if (!end.exited || end.status != 0 || !line.is_object()) return {.verdict = "crash"};
    return {.verdict = line.value("verdict", "crash"),
            .complete = line.value("complete", false),
            .executions = line.value("executions", std::uint64_t{0}),
            .message = line.value("message", "")};
}

} // namespace heddle::cli
