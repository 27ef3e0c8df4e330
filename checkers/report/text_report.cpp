#include "report/text_report.hpp"

#include "report/names.hpp"
#include "report/source_text.hpp"
#include "report/trace_table.hpp"
#include "report/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::report {
namespace {

std::string count_of(std::uint64_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string name_of_thread(int id) {
    return id == 0 ? "main thread" : fmt::format("thread {}", id);
}

/// Writes the parts of one bug, one below the other.
class bug_writer {
public:
    bug_writer(const bug& found, const text_options& options)
        : bug_(found), options_(options), colours_(options.coloured) {}

    std::string write(const std::string& replay_command);

private:
    void write_accesses();
    void write_stuck_threads();
    void write_stack(const call_stack& stack);

    const bug& bug_;
    const text_options& options_;
    style colours_;
    source_text sources_;
    std::string text_;
};

void bug_writer::write_stack(const call_stack& stack) {
    const frame* place = place_of(stack);
    if (place != nullptr)
        if (const std::string line = sources_.line(place->source_file, place->line); !line.empty())
            text_ += fmt::format("      {}\n", colours_.strong(line));
    // What the library does below the user's code is noise, but for where there is nothing else.
    const auto is_user = [](const frame& each) { return !each.library; };
    const bool has_user = std::any_of(stack.begin(), stack.end(), is_user);
    std::size_t skipped = 0;
    for (const frame& each : stack) {
        if (has_user && each.library) {
            ++skipped;
            continue;
        }
        text_ += fmt::format("      at {}", each.function);
        if (each.line != 0) text_ += fmt::format("  {}:{}", each.file, each.line);
        text_ += each.inlined ? colours_.faint("  (inlined)") + "\n" : std::string("\n");
    }
    if (skipped > 0)
        text_ += colours_.faint(
            fmt::format("      ({} of the library not shown)\n", count_of(skipped, "frame")));
}

void bug_writer::write_accesses() {
    for (const access& each : bug_.accesses) {
        text_ += fmt::format("\n    {}: ", name_of_thread(each.thread));
        if (each.operation == "free" || each.operation == "allocation")
            text_ += fmt::format("{} of {}", each.operation, each.object.full);
        else
            text_ += fmt::format("{}{} of {} ({})", each.atomic ? "atomic " : "", each.operation,
                                 each.object.full, count_of(each.size, "byte"));
        if (each.step >= 0) text_ += fmt::format(", step {}", each.step + 1);
        text_ += "\n";
        write_stack(each.stack);
    }
}

void bug_writer::write_stuck_threads() {
    for (const thread_state& each : bug_.threads) {
        if (each.state == "finished") continue;
        text_ += fmt::format("\n    {}", name_of_thread(each.id));
        text_ += each.waiting_for.empty() ? fmt::format(": {}", each.state)
                                          : fmt::format(" waits for {}", each.waiting_for);
        text_ += "\n";
        write_stack(each.stack);
    }
}

std::string bug_writer::write(const std::string& replay_command) {
    text_ += fmt::format("\n  {}\n", colours_.strong(bug_.message));
    const bool is_stuck = bug_.kind == "deadlock" || bug_.kind == "livelock";
    if (is_stuck && !bug_.threads.empty()) {
        write_stuck_threads();
    } else if (!bug_.accesses.empty()) {
        write_accesses();
    } else if (!bug_.stack.empty()) {
        text_ += "\n";
        write_stack(bug_.stack);
    }
    if (!bug_.trace.empty())
        text_ += "\n" + trace_table(bug_, {options_.longest_trace, options_.width}, colours_);
    if (!replay_command.empty())
        text_ += fmt::format("\n  to see it again, step by step:\n    {}\n", replay_command);
    return std::move(text_);
}

std::string replay_command_of(const run_report& report, const bug& found) {
    if (found.replay.empty() || report.replay_command.empty()) return {};
    std::string command =
        report.replay_command + " " + shell_quote(found.replay) + " " + shell_quote(report.program);
    for (const std::string& each : report.arguments) command += " " + shell_quote(each);
    return command;
}

/// One line for each outcome, in columns.
std::string outcomes_of(const run_report& report, const style& colours) {
    std::size_t count_width = 10;
    std::size_t width = 7;
    for (const outcome& each : report.outcomes) {
        count_width = std::max(count_width, std::to_string(each.executions).size());
        width = std::max(width, each.text.size());
    }
    std::string text = "\n" + colours.strong(fmt::format("  {:>{}}  {:<{}}  replay\n", "executions",
                                                         count_width, "outcome", width));
    for (const outcome& each : report.outcomes)
        text += fmt::format("  {:>{}}  {:<{}}  {}\n", each.executions, count_width, each.text,
                            width, colours.faint(each.replay.empty() ? "-" : each.replay));
    if (report.unlisted > 0)
        text += fmt::format("  {:>{}}  with other outcomes, too many to be listed\n",
                            report.unlisted, count_width);
    return text;
}

std::string coverage_of(const run_report& report) {
    std::string text = count_of(report.executions, "execution");
    if (report.complete && report.bugs.empty()) text += ", every one explored";
    if (report.blocked > 0) text += fmt::format(", {} blocked", report.blocked);
    return text;
}

} // namespace

std::string verdict_line(const run_report& report, const style& colours) {
    const exit_code code = exit_code_of(report.verdict);
    const std::string verdict = code == exit_code::success     ? colours.good(report.verdict)
                                : code == exit_code::bug_found ? colours.bad(report.verdict)
                                                               : colours.warning(report.verdict);
    std::string text = fmt::format("heddle: {}: ", verdict);
    if (!report.bugs.empty())
        if (const std::string place = location_of(report.bugs.front()); !place.empty())
            text += fmt::format("{}: ", place);
    if (report.verdict == "incomplete" && !report.incomplete_reason.empty())
        text += fmt::format("no bug so far, but {}", report.incomplete_reason);
    else
        text += meaning_of(report.verdict);
    return text + fmt::format(" ({}; {}, {}, {:.3g} s)\n", coverage_of(report), report.memory_model,
                              report.strategy, report.seconds);
}

std::string to_text(const run_report& report, const text_options& options) {
    const style colours(options.coloured);
    std::string text = verdict_line(report, colours);
    for (const std::string& each : report.warnings)
        text += fmt::format("heddle: {}: {}\n", colours.warning("warning"), each);
    if (report.verdict != "incomplete" && !report.complete && !report.incomplete_reason.empty())
        text += fmt::format("heddle: the search stopped early: {}\n", report.incomplete_reason);
    if (!report.outcomes.empty()) text += outcomes_of(report, colours);
    if (report.replayed)
        text +=
            "\n" + trace_table(*report.replayed, {options.longest_trace, options.width}, colours);
    for (const bug& each : report.bugs) {
        if (report.bugs.size() > 1)
            text += fmt::format(
                "\n{}\n", colours.strong(fmt::format("{}: {}", each.kind, location_of(each))));
        text += bug_writer(each, options).write(replay_command_of(report, each));
    }
    return text;
}

} // namespace heddle::report
