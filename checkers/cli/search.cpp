#include "cli/search.hpp"

#include "cli/executable_file.hpp"
#include "cli/needed_libraries.hpp"
#include "report/bounded_spins.hpp"
#include "report/names.hpp"
#include "report/raw_report.hpp"
#include "report/resolve.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace heddle::cli {
namespace {

std::string& stored_name() {
    static std::string name = "heddle";
    return name;
}

/// By file: where the program's code spins before it sleeps. An empty name is the executable's.
nlohmann::json spins_of(const std::string& program) {
    nlohmann::json all = nlohmann::json::array();
    const auto add = [&](const std::string& name, const report::bounded_spins& spins) {
        if (!spins.code.empty())
            all.push_back({{"file", name}, {"looks", spins.looks}, {"code", spins.code}});
    };
    add("", report::find_bounded_spins(program));
    for (const auto& library : needed_libraries(program)) {
        add(library, report::find_bounded_spins(library));
    }
    return all;
}

nlohmann::json to_json(const std::vector<order_replacement>& orders) {
    nlohmann::json all = nlohmann::json::array();
    for (const order_replacement& each : orders)
        all.push_back(
            {{"pc", each.pc}, {"order", each.order}, {"failure_order", each.failure_order}});
    return all;
}

std::string to_json(const search_options& options, const std::string& program) {
    return nlohmann::json{{"memory_model", options.memory_model},
                          {"strategy", options.strategy},
                          {"preemptions", options.preemptions},
                          {"seed", options.seed},
                          {"executions", options.executions},
                          {"time", options.time},
                          {"jobs", options.jobs},
                          {"estimate", options.estimate},
                          {"keep_going", options.keep_going},
                          {"spurious", options.spurious},
                          {"watchdog", options.watchdog},
                          {"replay", options.replay},
                          {"order_sites", options.order_sites},
                          {"orders", to_json(options.orders)},
                          {"spins", spins_of(program)}}
        .dump();
}

/// A path that execve does not look up: `prog` becomes `./prog`.
std::string with_folder(const std::string& path) {
    return path.find('/') == std::string::npos ? "./" + path : path;
}

/// What the runtime does not do yet must not be reported as done: the options become those that it
/// will follow.
/// @return one warning for each change
std::vector<std::string> keep_to_what_is_served(search_options& options) {
    std::vector<std::string> warnings;
    if (options.jobs > 1 && options.replay.empty() && options.strategy != "exhaustive") {
        warnings.push_back(
            fmt::format("--jobs: the strategy `{}` explores in one process", options.strategy));
        options.jobs = 1;
    }
    return warnings;
}

std::string end_of(const child_end& end) {
    if (end.exited) return fmt::format("exited with status {}", end.status);
    const char* name = sigabbrev_np(end.status);
    return fmt::format("was ended by signal {}{}", end.status,
                       name == nullptr ? "" : fmt::format(" (SIG{})", name));
}

} // namespace

void set_own_name(std::string name) {
    stored_name() = std::move(name);
}

const std::string& own_name() {
    return stored_name();
}

search::search(std::vector<std::string> program, search_options options)
    : program_(std::move(program)),
      options_(std::move(options)),
      result_("heddle-result"),
      status_("heddle-status") {
    require_checkable(program_.front());
    warnings_ = keep_to_what_is_served(options_);
    // A search that samples has no end of its own.
    if (samples(options_) && options_.executions == 0 && options_.time <= 0)
        options_.executions = default_samples;
    if (ftruncate(status_.descriptor(), status_page_size) != 0)
        throw std::system_error(errno, std::generic_category(), "ftruncate");
}

child_command search::command() const {
    child_command command;
    command.arguments = program_;
    command.arguments.front() = with_folder(command.arguments.front());
    command.environment = {{"HEDDLE_OPTIONS", to_json(options_, program_.front())},
                           {"HEDDLE_RESULT_FD", std::to_string(result_.descriptor())},
                           {"HEDDLE_STATUS_FD", std::to_string(status_.descriptor())},
                           {"LD_BIND_NOW", "1"}};
    // Not LD_PRELOAD: that would load the libraries into this process, too.
    if (const char* const libraries = std::getenv("HEDDLE_PRELOAD"); libraries != nullptr)
        command.environment.emplace_back("LD_PRELOAD", libraries);
    command.inherited = {result_.descriptor(), status_.descriptor()};
    if (options_.time > 0) // a runtime that does not end by itself is not waited for
        command.timeout =
            std::chrono::duration<double>(options_.time * 1.5 + options_.watchdog + 30);
    return command;
}

status_page search::status() const {
    status_page page;
    const ssize_t count = pread(status_.descriptor(), &page, sizeof page, 0);
    return count == sizeof page && page.magic == status_magic ? page : status_page{};
}

report::run_report search::without_document(const child_end& end) const {
    const status_page page = status();
    report::run_report result;
    result.memory_model = options_.memory_model;
    result.strategy = options_.strategy;
    result.executions = page.executions;
    result.blocked = page.blocked;
    result.events = page.events;
    result.seconds = end.seconds;
    if (end.timed_out) {
        result.verdict = "incomplete";
        result.incomplete_reason = "the time was up, and the program had to be stopped";
        return result;
    }
    const bool began = page.phase != search_phase::starting;
    const bool on_request = !end.exited && (end.status == SIGINT || end.status == SIGTERM ||
                                            end.status == SIGHUP || end.status == SIGKILL);
    if (on_request && began) {
        result.verdict = "incomplete";
        result.incomplete_reason = fmt::format("the program {}", end_of(end));
        return result;
    }
    report::bug& found = result.bugs.emplace_back();
    if (!began && end.exited) {
        result.verdict = "unsupported";
        found.message = fmt::format("the program {} before the search began", end_of(end));
    } else {
        result.verdict = "crash";
        found.message = fmt::format("the program {} {}", end_of(end),
                                    began ? fmt::format("in execution {}", page.executions + 1)
                                          : std::string("before the search began"));
    }
    found.kind = result.verdict;
    return result;
}

report::run_report search::finish(const child_end& end) const {
    std::error_code ignored;
    const std::string directory = std::filesystem::current_path(ignored).string();
    const nlohmann::json document = nlohmann::json::parse(result_.contents(), nullptr, false);
    report::run_report result;
    if (document.is_object()) {
        try {
            result = report::resolve(report::parse_raw_report(document), directory);
        } catch (const nlohmann::json::exception& error) {
            result = without_document(end);
            result.warnings.push_back(
                fmt::format("the runtime's result cannot be read: {}", error.what()));
        }
    } else {
        result = without_document(end);
    }
    result.warnings.insert(result.warnings.begin(), warnings_.begin(), warnings_.end());
    result.program = program_.front();
    result.arguments.assign(program_.begin() + 1, program_.end());
    result.replay_command =
        fmt::format("{} replay{}", report::shell_quote(own_name()), replay_flags(options_));
    return result;
}

} // namespace heddle::cli
