#include "report/raw_report.hpp"

#include <nlohmann/json.hpp>

namespace heddle::report {
namespace {

using nlohmann::json;

template <class Value>
void read(const json& object, const char* key, Value& into) {
    if (auto found = object.find(key); found != object.end() && !found->is_null())
        found->get_to(into);
}

template <class Value>
std::vector<Value> read_each(const json& object, const char* key, Value (*parse)(const json&)) {
    std::vector<Value> values;
    if (auto found = object.find(key); found != object.end())
        for (const json& element : *found) values.push_back(parse(element));
    return values;
}

raw_module parse_module(const json& from) {
    raw_module module;
    read(from, "path", module.path);
    read(from, "bias", module.bias);
    read(from, "begin", module.begin);
    read(from, "end", module.end);
    return module;
}

raw_thread parse_thread(const json& from) {
    raw_thread thread;
    read(from, "id", thread.id);
    read(from, "state", thread.state);
    read(from, "waiting_for", thread.waiting_for);
    read(from, "stack", thread.stack);
    read(from, "created", thread.created);
    return thread;
}

raw_access parse_access(const json& from) {
    raw_access access;
    read(from, "thread", access.thread);
    read(from, "operation", access.operation);
    read(from, "address", access.location);
    read(from, "size", access.size);
    read(from, "atomic", access.atomic);
    read(from, "stack", access.stack);
    read(from, "step", access.step);
    return access;
}

raw_object parse_object(const json& from) {
    raw_object object;
    read(from, "address", object.location);
    read(from, "size", object.size);
    read(from, "kind", object.kind);
    read(from, "name", object.name);
    read(from, "thread", object.thread);
    read(from, "stack", object.stack);
    return object;
}

raw_step parse_step(const json& from) {
    raw_step step;
    read(from, "thread", step.thread);
    read(from, "operation", step.operation);
    read(from, "order", step.order);
    read(from, "address", step.location);
    read(from, "size", step.size);
    read(from, "object_kind", step.object_kind);
    read(from, "value", step.value);
    if (from.contains("reads_from")) step.reads_from = from["reads_from"].get<std::int64_t>();
    read(from, "stack", step.stack);
    read(from, "note", step.note);
    return step;
}

raw_bug parse_bug(const json& from) {
    raw_bug bug;
    read(from, "kind", bug.kind);
    read(from, "message", bug.message);
    read(from, "replay", bug.replay);
    read(from, "stack", bug.stack);
    bug.threads = read_each(from, "threads", parse_thread);
    bug.accesses = read_each(from, "accesses", parse_access);
    bug.objects = read_each(from, "objects", parse_object);
    bug.trace = read_each(from, "trace", parse_step);
    return bug;
}

raw_order_site parse_order_site(const json& from) {
    raw_order_site site;
    read(from, "pc", site.pc);
    read(from, "operation", site.operation);
    read(from, "order", site.order);
    read(from, "failure_order", site.failure_order);
    return site;
}

raw_outcome parse_outcome(const json& from) {
    raw_outcome outcome;
    read(from, "outcome", outcome.text);
    read(from, "executions", outcome.executions);
    read(from, "replay", outcome.replay);
    return outcome;
}

} // namespace

raw_report parse_raw_report(const json& document) {
    raw_report report;
    read(document, "verdict", report.verdict);
    read(document, "complete", report.complete);
    read(document, "memory_model", report.memory_model);
    read(document, "strategy", report.strategy);
    if (document.contains("seed") && !document["seed"].is_null())
        report.seed = document["seed"].get<std::uint64_t>();
    read(document, "executions", report.executions);
    read(document, "blocked", report.blocked);
    read(document, "events", report.events);
    read(document, "operations", report.operations);
    read(document, "checkpoints", report.checkpoints);
    read(document, "seconds", report.seconds);
    read(document, "incomplete_reason", report.incomplete_reason);
    read(document, "warnings", report.warnings);
    report.modules = read_each(document, "modules", parse_module);
    report.bugs = read_each(document, "bugs", parse_bug);
    if (report.bugs.empty() && document.contains("bug") && document["bug"].is_object())
        report.bugs.push_back(parse_bug(document["bug"]));
    if (document.contains("outcomes")) {
        report.outcomes = read_each(document["outcomes"], "list", parse_outcome);
        read(document["outcomes"], "uncounted", report.unlisted);
    }
    report.order_sites = read_each(document, "order_sites", parse_order_site);
    if (document.contains("replayed")) report.replayed = parse_bug(document["replayed"]);
    return report;
}

} // namespace heddle::report
