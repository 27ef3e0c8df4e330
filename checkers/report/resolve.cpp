#include "report/resolve.hpp"

#include "report/object_names.hpp"
#include "report/symbolizer.hpp"

#include <unordered_map>

namespace heddle::report {
namespace {

/// Whether a step puts a new value where it acts.
bool writes(const step& each) {
    return each.operation == "store" || each.operation == "exchange" || each.operation == "write" ||
           each.operation.starts_with("fetch_") ||
           (each.operation == "compare_exchange" && each.note.find("fail") == std::string::npos);
}

bug resolve_bug(const raw_bug& raw, symbolizer& symbols) {
    object_names names(raw, symbols);
    bug result;
    result.kind = raw.kind;
    result.replay = raw.replay;
    result.stack = symbols.resolve(raw.stack);
    // The trace goes first: it meets the objects in the order in which the program does.
    std::vector<address> locations;
    for (const raw_step& each : raw.trace) {
        result.trace.push_back({each.thread, each.operation, each.order,
                                names.name(each.location, each.stack),
                                names.replace_pointers(each.value), each.reads_from, false,
                                names.replace_addresses(each.note), symbols.resolve(each.stack)});
        locations.push_back(each.location);
    }
    mark_stale_reads(result.trace, locations);
    for (const raw_access& each : raw.accesses)
        result.accesses.push_back({each.thread, each.operation,
                                   names.name(each.location, each.stack), each.size, each.atomic,
                                   symbols.resolve(each.stack), each.step});
    for (const raw_thread& each : raw.threads)
        result.threads.push_back({each.id, each.state, names.replace_addresses(each.waiting_for),
                                  symbols.resolve(each.stack), symbols.resolve(each.created)});
    result.message = names.replace_addresses(raw.message);
    return result;
}

} // namespace

void mark_stale_reads(std::vector<step>& trace, const std::vector<address>& locations) {
    std::unordered_map<address, std::int64_t> newest;
    for (std::size_t i = 0; i < trace.size(); ++i) {
        step& each = trace[i];
        if (each.reads_from) {
            const auto last = newest.find(locations[i]);
            each.stale = last != newest.end() && last->second > *each.reads_from;
        }
        if (writes(each)) newest[locations[i]] = static_cast<std::int64_t>(i);
    }
}

run_report resolve(const raw_report& raw, const std::string& directory) {
    run_report report;
    report.verdict = raw.verdict;
    report.complete = raw.complete;
    report.memory_model = raw.memory_model;
    report.strategy = raw.strategy;
    report.seed = raw.seed;
    report.executions = raw.executions;
    report.blocked = raw.blocked;
    report.events = raw.events;
    report.operations = raw.operations;
    report.checkpoints = raw.checkpoints;
    report.seconds = raw.seconds;
    report.incomplete_reason = raw.incomplete_reason;
    report.warnings = raw.warnings;
    for (const raw_outcome& each : raw.outcomes)
        report.outcomes.push_back({each.text, each.executions, each.replay});
    report.unlisted = raw.unlisted;
    if (raw.bugs.empty() && !raw.replayed && raw.order_sites.empty()) return report;
    symbolizer symbols(raw.modules, directory);
    for (const raw_order_site& each : raw.order_sites)
        report.order_sites.push_back(
            {each.pc, each.operation, each.order, each.failure_order, symbols.resolve({each.pc})});
    if (raw.replayed) report.replayed = resolve_bug(*raw.replayed, symbols);
    for (const raw_bug& each : raw.bugs) report.bugs.push_back(resolve_bug(each, symbols));
    return report;
}

} // namespace heddle::report
