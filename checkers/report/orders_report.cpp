#include "report/orders_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::report {
namespace {

using result = weakening::result;

bool has(const orders_result& all, result what) {
    return std::any_of(all.places.begin(), all.places.end(), [what](const examined_place& each) {
        return std::any_of(each.weaker.begin(), each.weaker.end(),
                           [what](const weakening& one) { return one.what == what; });
    });
}

const char* name_of(result what) {
    switch (what) {
    case result::needed: return "needed";
    case result::kept: return "kept";
    case result::too_strong: return "can be weaker";
    case result::undecided: break;
    }
    return "undecided";
}

std::string explanation(const weakening& one) {
    switch (one.what) {
    case result::needed:
        return fmt::format("{}: {}{}{}", one.model, one.verdict, one.location.empty() ? "" : " at ",
                           one.location);
    case result::kept: return one.kept;
    case result::too_strong: return "no model fails";
    case result::undecided: break;
    }
    return fmt::format("{}: {}", one.model, one.message);
}

std::string painted(result what, const style& colours) {
    const std::string name = fmt::format("{:<13}", name_of(what));
    if (what == result::too_strong) return colours.bad(name);
    return what == result::undecided ? name : colours.good(name);
}

std::string places_text(const orders_result& all, const style& colours) {
    std::string text;
    std::string file;
    for (const examined_place& each : all.places) {
        if (each.place.file != file) {
            file = each.place.file;
            text += fmt::format("{}{}\n", text.empty() ? "" : "\n", colours.strong(file));
        }
        const std::string what = fmt::format("{:>5}  {:<16}  {:<26}", each.place.line,
                                             each.place.operation, to_string(each.place.orders));
        if (each.weaker.empty()) text += what + "\n";
        for (const weakening& one : each.weaker)
            text += fmt::format("{}  {:<26}  {}  {}\n", what, "-> " + to_string(one.orders),
                                painted(one.what, colours), explanation(one));
    }
    return text;
}

std::string failing_text(const strengthening& each, const style& colours) {
    std::string text = fmt::format("{}: {}\n", colours.bad(each.model), each.verdict);
    if (!each.is_possible)
        return text + fmt::format("  not a matter of orders: with seq_cst everywhere, {}\n",
                                  each.verdict_at_strongest);
    text += each.is_smallest ? "  the smallest change of orders that makes it pass:\n"
                             : "  it passes with these, of which none can be left out:\n";
    for (const auto& [place, orders] : each.changes)
        text += fmt::format("    {}: {}: {} -> {}\n", place.location(), place.operation,
                            to_string(place.orders), to_string(orders));
    return text;
}

} // namespace

bool orders_result::is_minimal() const {
    return !has(*this, result::too_strong);
}

bool orders_result::is_undecided() const {
    return without_place > 0 || has(*this, result::undecided);
}

std::string orders_text(const orders_result& all, const style& colours) {
    std::string text = places_text(all, colours);
    for (const strengthening& each : all.failing)
        text += (text.empty() ? "" : "\n") + failing_text(each, colours);
    std::size_t tried = 0;
    std::size_t too_strong = 0;
    for (const examined_place& each : all.places) {
        tried += each.weaker.size();
        too_strong += static_cast<std::size_t>(
            std::count_if(each.weaker.begin(), each.weaker.end(),
                          [](const weakening& one) { return one.what == result::too_strong; }));
    }
    if (all.without_place > 0)
        text += fmt::format("{}left as they are, without a line in the debugging information: {}\n",
                            text.empty() ? "" : "\n", all.without_place);
    if (all.places.empty()) return text;
    return text + fmt::format("\n{} operations, {} weaker orders tried with {} models; {}\n",
                              all.places.size(), tried, all.models.size(),
                              too_strong == 0 ? std::string("none will do")
                                              : fmt::format("{} will do", too_strong));
}

json_document orders_json(const orders_result& all) {
    const auto pair_json = [](const order_pair& orders) {
        json_document object{{"order", orders.success}};
        if (!orders.failure.empty()) object["failure_order"] = orders.failure;
        return object;
    };
    const auto place_json = [&](const order_place& place) {
        json_document object{{"location", place.location()},
                             {"function", place.function},
                             {"operation", place.operation}};
        object.update(pair_json(place.orders));
        return object;
    };
    json_document places = json_document::array();
    for (const examined_place& each : all.places) {
        json_document object = place_json(each.place);
        object["weaker"] = json_document::array();
        for (const weakening& one : each.weaker) {
            json_document tried = pair_json(one.orders);
            tried["result"] = name_of(one.what);
            if (!one.model.empty()) tried["model"] = one.model;
            if (!one.verdict.empty()) tried["verdict"] = one.verdict;
            if (!one.message.empty()) tried["message"] = one.message;
            if (!one.location.empty()) tried["location"] = one.location;
            if (!one.kept.empty()) tried["reason"] = one.kept;
            object["weaker"].push_back(std::move(tried));
        }
        places.push_back(std::move(object));
    }
    json_document failing = json_document::array();
    for (const strengthening& each : all.failing) {
        json_document object{{"model", each.model},
                             {"verdict", each.verdict},
                             {"possible", each.is_possible},
                             {"smallest", each.is_smallest},
                             {"changes", json_document::array()}};
        for (const auto& [place, orders] : each.changes) {
            json_document change = place_json(place);
            change["becomes"] = pair_json(orders);
            object["changes"].push_back(std::move(change));
        }
        failing.push_back(std::move(object));
    }
    return {{"schema", 1},
            {"models", all.models},
            {"places", places},
            {"failing", failing},
            {"without_place", all.without_place}};
}

} // namespace heddle::report
