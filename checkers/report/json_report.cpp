#include "report/json_report.hpp"

namespace heddle::report {
namespace {

json_document frames_to_json(const call_stack& stack) {
    json_document frames = json_document::array();
    for (const frame& each : stack)
        frames.push_back({{"function", each.function}, {"file", each.file}, {"line", each.line}});
    return frames;
}

json_document step_to_json(const step& each) {
    json_document result{{"thread", each.thread},
                         {"operation", each.operation},
                         {"object", each.object.full},
                         {"location", to_location(place_of(each.stack))},
                         {"value", each.value}};
    if (!each.order.empty()) result["order"] = each.order;
    if (each.reads_from) {
        result["reads_from"] = *each.reads_from;
        result["stale"] = each.stale;
    }
    if (!each.note.empty()) result["note"] = each.note;
    return result;
}

json_document trace_to_json(const bug& shown) {
    json_document result = json_document::array();
    for (const step& each : shown.trace) result.push_back(step_to_json(each));
    return result;
}

json_document bug_to_json(const bug& found) {
    json_document result{{"kind", found.kind},
                         {"message", found.message},
                         {"location", location_of(found)},
                         {"replay", found.replay}};
    if (!found.stack.empty()) result["stack"] = frames_to_json(found.stack);
    result["accesses"] = json_document::array();
    for (const access& each : found.accesses)
        result["accesses"].push_back({{"thread", each.thread},
                                      {"operation", each.operation},
                                      {"object", each.object.full},
                                      {"size", each.size},
                                      {"atomic", each.atomic},
                                      {"step", each.step},
                                      {"location", to_location(place_of(each.stack))},
                                      {"stack", frames_to_json(each.stack)}});
    result["threads"] = json_document::array();
    for (const thread_state& each : found.threads)
        result["threads"].push_back({{"id", each.id},
                                     {"state", each.state},
                                     {"waiting_for", each.waiting_for},
                                     {"location", to_location(place_of(each.stack))},
                                     {"stack", frames_to_json(each.stack)}});
    result["trace"] = trace_to_json(found);
    return result;
}

} // namespace

json_document to_json(const run_report& report) {
    json_document result{{"schema", 1},
                         {"program", report.program},
                         {"arguments", report.arguments},
                         {"verdict", report.verdict},
                         {"complete", report.complete},
                         {"memory_model", report.memory_model},
                         {"strategy", report.strategy},
                         {"executions", report.executions},
                         {"blocked", report.blocked},
                         {"events", report.events},
                         {"operations", report.operations},
                         {"seconds", report.seconds}};
    if (!report.checkpoints.empty()) result["checkpoints"] = report.checkpoints;
    if (report.seed) result["seed"] = *report.seed;
    if (!report.incomplete_reason.empty()) result["incomplete_reason"] = report.incomplete_reason;
    if (!report.warnings.empty()) result["warnings"] = report.warnings;
    if (!report.bugs.empty()) result["bug"] = bug_to_json(report.bugs.front());
    if (report.bugs.size() > 1) {
        result["bugs"] = json_document::array();
        for (const bug& each : report.bugs) result["bugs"].push_back(bug_to_json(each));
    }
    if (!report.outcomes.empty()) {
        result["outcomes"] = json_document::array();
        for (const outcome& each : report.outcomes)
            result["outcomes"].push_back(
                {{"outcome", each.text}, {"executions", each.executions}, {"replay", each.replay}});
        if (report.unlisted > 0) result["executions_with_other_outcomes"] = report.unlisted;
    }
    if (report.replayed) result["trace"] = trace_to_json(*report.replayed);
    return result;
}

} // namespace heddle::report
