#include "report/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::report {
namespace {

std::string sanitizer_cell(const std::optional<sanitizer_verdict>& verdict) {
    if (!verdict) return "-";
    return fmt::format("{} ({} run{})", verdict->verdict, verdict->runs,
                       verdict->runs == 1 ? "" : "s");
}

std::string relacy_cell(const std::optional<relacy_verdict>& verdict) {
    if (!verdict) return "-";
    return fmt::format("{} ({})", verdict->verdict, verdict->executions);
}

std::string why_failed(const scenario_result& result, const style& colours) {
    std::string text;
    for (const std::string& each : result.surprises)
        text += fmt::format("{}: {}\n", colours.bad(result.name), each);
    if (!result.heddle.bugs.empty()) {
        const bug& found = result.heddle.bugs.front();
        const std::string place = location_of(found);
        text += fmt::format("  {}{}{}\n", place, place.empty() ? "" : ": ", found.message);
    }
    return text + fmt::format("  see it: {}\n", result.command);
}

} // namespace

std::vector<std::string> find_surprises(const std::string& expected, const run_report& heddle,
                                        const std::optional<sanitizer_verdict>& sanitizer) {
    std::vector<std::string> found;
    if (heddle.verdict != expected)
        found.push_back(fmt::format("expected {}, but Heddle says {}{}{}", expected, heddle.verdict,
                                    heddle.incomplete_reason.empty() ? "" : ": ",
                                    heddle.incomplete_reason));
    // Real time lets a loaded machine hang anything, so that a hang proves nothing.
    if (!sanitizer || sanitizer->verdict == "silent" || sanitizer->verdict == "hang") return found;
    if (heddle.verdict == "correct" && heddle.complete)
        found.push_back(fmt::format("Heddle proved it correct, but ThreadSanitizer says {}",
                                    sanitizer->verdict));
    else if (expected == "correct" && sanitizer->verdict == "data_race")
        found.push_back("expected correct, but ThreadSanitizer says data_race");
    return found;
}

std::vector<std::string> find_relacy_surprises(const std::string& expected,
                                               const run_report& heddle,
                                               const relacy_verdict& relacy,
                                               const std::string& misses) {
    if (relacy.verdict == "crash" || relacy.verdict == "hang")
        return {fmt::format("Relacy did not come to an end: {}", relacy.verdict)};
    const bool found = relacy.verdict != "correct" && relacy.verdict != "silent";
    if (found && heddle.verdict == "correct" && heddle.complete)
        return {fmt::format("Heddle proved it correct, but Relacy says {}", relacy.verdict)};
    if (found && expected == "correct")
        return {fmt::format("expected correct, but Relacy says {}", relacy.verdict)};
    if (found && !misses.empty())
        return {fmt::format("Relacy says {}, though it is said that it cannot: {}", relacy.verdict,
                            misses)};
    if (!found && expected != "correct" && misses.empty())
        return {fmt::format("expected {}, but Relacy finds no bug in {} executions", expected,
                            relacy.executions)};
    return {};
}

std::vector<std::string> find_unexpected_outcomes(const std::vector<std::string>& expected,
                                                  const run_report& heddle) {
    std::vector<std::string> surprises;
    if (expected.empty()) return surprises;
    const auto is_expected = [&](const std::string& text) {
        return std::find(expected.begin(), expected.end(), text) != expected.end();
    };
    const auto came_out = [&](const std::string& text) {
        return std::any_of(heddle.outcomes.begin(), heddle.outcomes.end(),
                           [&](const outcome& each) { return each.text == text; });
    };
    for (const outcome& each : heddle.outcomes)
        if (!is_expected(each.text))
            surprises.push_back(fmt::format("an outcome that is not expected: `{}` (replay {})",
                                            each.text, each.replay));
    if (heddle.unlisted > 0)
        surprises.push_back(
            fmt::format("{} more executions have outcomes that are not expected", heddle.unlisted));
    if (!heddle.complete) return surprises;
    for (const std::string& each : expected)
        if (!came_out(each))
            surprises.push_back(
                fmt::format("the expected outcome `{}` comes out of no execution", each));
    return surprises;
}

std::string matrix_text(const std::vector<scenario_result>& results, const style& colours) {
    std::size_t name_width = 8;
    for (const scenario_result& each : results) name_width = std::max(name_width, each.name.size());
    std::string text;
    for (const scenario_result& each : results)
        if (!each.as_expected()) text += why_failed(each, colours) + "\n";
    text += colours.strong(fmt::format("{:<{}}  {:<18}  {:<18}  {:>10}  {:>8}  {:<25}  {:<25}",
                                       "scenario", name_width, "expected", "heddle", "executions",
                                       "seconds", "tsan", "relacy")) +
            "\n";
    std::size_t failed = 0;
    double seconds = 0;
    for (const scenario_result& each : results) {
        failed += each.as_expected() ? 0 : 1;
        seconds += each.heddle.seconds;
        text += fmt::format("{:<{}}  {:<18}  {:<18}  {:>10}  {:>8.2f}  {:<25}  {:<25}  {}\n",
                            each.name, name_width, each.expected, each.heddle.verdict,
                            each.heddle.executions, each.heddle.seconds,
                            sanitizer_cell(each.sanitizer), relacy_cell(each.relacy),
                            each.as_expected() ? colours.good("ok") : colours.bad("FAIL"));
    }
    return text +
           fmt::format("\n{} scenarios, {} as expected, {} not ({:.1f} s of model checking)\n",
                       results.size(), results.size() - failed, failed, seconds);
}

json_document matrix_json(const std::vector<scenario_result>& results) {
    json_document scenarios = json_document::array();
    for (const scenario_result& each : results) {
        json_document checkers{{"heddle", to_json(each.heddle)}};
        if (each.sanitizer)
            checkers["tsan"] = {{"verdict", each.sanitizer->verdict},
                                {"runs", each.sanitizer->runs}};
        if (each.relacy) {
            checkers["relacy"] = {{"verdict", each.relacy->verdict},
                                  {"complete", each.relacy->complete},
                                  {"executions", each.relacy->executions}};
            if (!each.relacy->message.empty()) checkers["relacy"]["message"] = each.relacy->message;
            if (!each.relacy_misses.empty()) checkers["relacy"]["misses"] = each.relacy_misses;
        }
        scenarios.push_back({{"name", each.name},
                             {"expected", each.expected},
                             {"as_expected", each.as_expected()},
                             {"surprises", each.surprises},
                             {"story", each.story},
                             {"file", each.file},
                             {"checkers", std::move(checkers)}});
    }
    return {{"schema", 1}, {"scenarios", std::move(scenarios)}};
}

} // namespace heddle::report
