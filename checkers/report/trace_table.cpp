#include "report/trace_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace heddle::report {
namespace {

constexpr std::size_t narrowest_column = 14;
constexpr std::size_t gap = 2;

bool one_of(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::string origin_of(const step& each) {
    // An atomic operation has a memory order; which lock step came before another is in the table.
    if (!each.reads_from || each.order.empty()) return {};
    std::string text = *each.reads_from < 0 ? std::string("initial value")
                                            : fmt::format("from {}", *each.reads_from + 1);
    return fmt::format("  [{}{}]", text, each.stale ? ", stale" : "");
}

std::string operation_of(const step& each) {
    const std::string& object = each.object.brief;
    const std::string& order = each.order;
    if (one_of(each.operation, {"read", "write", "free", "allocation"}))
        return fmt::format("{} {}{}{}", each.operation, object, each.value.empty() ? "" : " = ",
                           each.value);
    if (each.operation == "store")
        return fmt::format("{}.store({}{}{})", object, each.value,
                           order.empty() || each.value.empty() ? "" : ", ", order);
    if (each.operation == "fence") return fmt::format("fence({})", order);
    std::string text = object.empty() || one_of(each.operation, {"create", "start", "join",
                                                                 "detach", "finish", "choose"})
                           ? each.operation
                           : fmt::format("{}.{}({})", object, each.operation, order);
    if (!each.value.empty())
        text += (one_of(each.operation, {"create", "join", "detach"}) ? " " : " -> ") + each.value;
    return text;
}

/// The rows to show, ascending: the head, the tail, the marked steps, and what those read from.
std::set<std::size_t> rows_to_show(const bug& found, std::size_t longest) {
    std::set<std::size_t> shown;
    const std::size_t count = found.trace.size();
    const std::size_t head = longest == 0 || count <= longest ? count : longest / 3;
    const std::size_t tail = count - head == 0 ? 0 : longest - head;
    for (std::size_t i = 0; i < head; ++i) shown.insert(i);
    for (std::size_t i = count - tail; i < count; ++i) shown.insert(i);
    for (const access& each : found.accesses)
        if (each.step >= 0 && static_cast<std::size_t>(each.step) < count)
            shown.insert(static_cast<std::size_t>(each.step));
    for (std::size_t i : std::set<std::size_t>(shown))
        if (const auto& source = found.trace[i].reads_from; source && *source >= 0)
            if (static_cast<std::size_t>(*source) < count)
                shown.insert(static_cast<std::size_t>(*source));
    return shown;
}

/// Where each thread's column starts, and where the source places do. Columns are as wide as their
/// widest cell while that fits; otherwise they share the width evenly, and a long cell runs on over
/// the columns to its right, which are empty in its row.
struct layout {
    std::map<int, std::size_t> column;
    std::size_t where = 0;
};

struct row {
    std::size_t index = 0;
    int thread = 0;
    std::string cell;
    std::string where;
};

/// The place without its folder, which the call stacks above the table show.
std::string brief_place(const step& each) {
    const std::string place = to_location(place_of(each.stack));
    return place.substr(place.rfind('/') + 1);
}

std::string title_of(int thread) {
    return thread == 0 ? "main" : fmt::format("thread {}", thread);
}

layout lay_out(const std::vector<row>& rows, std::size_t first_column, std::size_t width) {
    std::map<int, std::size_t> widest;
    std::size_t widest_place = 5;
    for (const row& each : rows) {
        std::size_t& cell =
            widest.try_emplace(each.thread, title_of(each.thread).size()).first->second;
        cell = std::max(cell, each.cell.size());
        widest_place = std::max(widest_place, each.where.size());
    }
    std::size_t total = 0;
    for (const auto& [thread, cell] : widest) total += cell + gap;
    layout result;
    result.where = first_column;
    const std::size_t fixed = first_column + widest_place;
    const std::size_t room = width > fixed ? width - fixed : 0;
    const std::size_t share = std::max(narrowest_column, widest.empty() ? 0 : room / widest.size());
    std::size_t at = first_column;
    for (const auto& [thread, cell] : widest) {
        result.column[thread] = at;
        result.where = std::max(result.where, at + title_of(thread).size() + gap);
        at += total <= room ? cell + gap : std::min(cell + gap, share);
    }
    for (const row& each : rows)
        result.where =
            std::max(result.where, result.column.at(each.thread) + each.cell.size() + gap);
    return result;
}

void pad_to(std::string& line, std::size_t column) {
    if (line.size() < column) line.append(column - line.size(), ' ');
}

std::string header(const layout& places) {
    std::string line = "  step";
    for (const auto& [thread, column] : places.column) {
        pad_to(line, column);
        line += title_of(thread);
    }
    pad_to(line, places.where);
    return line + "where";
}

} // namespace

std::string describe(const step& each) {
    std::string text = operation_of(each) + origin_of(each);
    if (!each.note.empty()) text += "  (" + each.note + ")";
    return text;
}

std::string trace_table(const bug& found, const trace_options& options, const style& colours) {
    std::vector<row> rows;
    for (std::size_t i : rows_to_show(found, options.longest)) {
        const step& each = found.trace[i];
        rows.push_back({i, each.thread, describe(each), brief_place(each)});
    }
    std::set<std::size_t> marked;
    for (const access& each : found.accesses)
        if (each.step >= 0) marked.insert(static_cast<std::size_t>(each.step));

    const layout places = lay_out(rows, 8, options.width);
    std::string text = colours.strong(header(places)) + "\n";
    std::size_t next = 0;
    for (const row& each : rows) {
        if (each.index > next)
            text +=
                colours.faint(fmt::format("        ... {} steps ...", each.index - next)) + "\n";
        next = each.index + 1;
        std::string line =
            fmt::format("{} {:>4}", marked.contains(each.index) ? '>' : ' ', each.index + 1);
        pad_to(line, places.column.at(each.thread));
        line += each.cell;
        pad_to(line, places.where);
        if (!each.where.empty() && line.back() != ' ') line += "  ";
        line += each.where;
        line.erase(line.find_last_not_of(' ') + 1);
        text += (marked.contains(each.index) ? colours.bad(line) : line) + "\n";
    }
    return text;
}

} // namespace heddle::report
