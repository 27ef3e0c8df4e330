#include "report/order_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace heddle::report {
namespace {

bool is_load(std::string_view operation) {
    return operation == "load";
}

bool is_store(std::string_view operation) {
    return operation == "store";
}

/// The functions of <atomic> that a call is wrapped in.
bool is_atomic_function(std::string_view function) {
    constexpr std::array names{
        "atomic<",         "atomic_ref<",        "__atomic_base<", "__atomic_float<",
        "__atomic_impl::", "__atomic_ref<",      "atomic_flag::",  "atomic_thread_fence",
        "__cxx_atomic",    "__atomic_flag_base", "atomic_"};
    return std::any_of(names.begin(), names.end(), [&](const char* name) {
        return function.find(std::string("std::") + name) != std::string_view::npos;
    });
}

/// The frame that an operation stands in: the first that is not <atomic>'s. Null: it is not known.
const frame* frame_of(const call_stack& stack) {
    for (const frame& each : stack) {
        if (each.line == 0) return nullptr;
        if (!each.library || !is_atomic_function(each.function)) return &each;
    }
    return nullptr;
}

/// One step down. What cannot be weaker has none.
std::vector<std::string> weaker(std::string_view operation, std::string_view order) {
    if (is_load(operation)) {
        if (order == "seq_cst") return {"acquire"};
        if (order == "acquire") return {"relaxed"};
        return {};
    }
    if (is_store(operation)) {
        if (order == "seq_cst") return {"release"};
        if (order == "release") return {"relaxed"};
        return {};
    }
    if (order == "seq_cst") return {"acq_rel"};
    if (order == "acq_rel") return {"acquire", "release"};
    if (order == "acquire" || order == "release") return {"relaxed"};
    return {};
}

std::vector<std::string> stronger(std::string_view operation, std::string_view order) {
    if (is_load(operation)) {
        if (order == "relaxed") return {"acquire"};
        if (order == "acquire") return {"seq_cst"};
        return {};
    }
    if (is_store(operation)) {
        if (order == "relaxed") return {"release"};
        if (order == "release") return {"seq_cst"};
        return {};
    }
    if (order == "relaxed") return {"acquire", "release"};
    if (order == "acquire" || order == "release") return {"acq_rel"};
    if (order == "acq_rel") return {"seq_cst"};
    return {};
}

/// Every way to move one of the two orders by a step.
template <class Step>
std::vector<order_pair> moved(const std::string& operation, const order_pair& orders, Step step) {
    std::vector<order_pair> all;
    for (const std::string& each : step(operation, orders.success))
        all.push_back({each, orders.failure});
    if (orders.failure.empty()) return all;
    // What a failed compare_exchange does is a load.
    for (const std::string& each : step("load", orders.failure))
        all.push_back({orders.success, each});
    return all;
}

/// What a line that is blank but for a comment, or that ends with one, comments.
std::string comment_of(std::string_view line) {
    const auto at = line.find("//");
    if (at == std::string_view::npos) return {};
    line.remove_prefix(std::min(line.find_first_not_of("/ ", at), line.size()));
    return std::string(line);
}

} // namespace

std::string to_string(const order_pair& orders) {
    return orders.failure.empty()
               ? orders.success
               : fmt::format("{}, {} on failure", orders.success, orders.failure);
}

std::string order_place::location() const {
    return fmt::format("{}:{}", file, line);
}

void add_places(std::vector<order_place>& places, std::size_t model,
                const std::vector<order_site>& sites) {
    for (const order_site& site : sites) {
        const frame* const where = frame_of(site.stack);
        if (where == nullptr || where->library) continue;
        const order_pair orders{site.order, site.failure_order};
        auto place = std::find_if(places.begin(), places.end(), [&](const order_place& each) {
            return each.source_file == where->source_file && each.line == where->line &&
                   each.operation == site.operation && each.orders == orders;
        });
        if (place == places.end()) {
            places.push_back({where->file,
                              where->source_file,
                              where->line,
                              where->function,
                              site.operation,
                              orders,
                              {},
                              {}});
            place = std::prev(places.end());
        }
        if (std::find(place->calls.begin(), place->calls.end(), site.pc) == place->calls.end())
            place->calls.push_back(site.pc);
        if (place->models.empty() || place->models.back() != model) place->models.push_back(model);
    }
}

std::size_t without_place(const std::vector<order_site>& sites) {
    return static_cast<std::size_t>(
        std::count_if(sites.begin(), sites.end(),
                      [](const order_site& each) { return frame_of(each.stack) == nullptr; }));
}

void sort_places(std::vector<order_place>& places) {
    const auto key = [](const order_place& each) {
        return std::tie(each.file, each.line, each.operation, each.orders.success);
    };
    std::sort(places.begin(), places.end(),
              [&](const auto& left, const auto& right) { return key(left) < key(right); });
}

std::vector<order_pair> weaker_orders(const order_place& place) {
    return moved(place.operation, place.orders, weaker);
}

std::vector<order_pair> stronger_orders(const std::string& operation, const order_pair& orders) {
    return moved(operation, orders, stronger);
}

order_pair strongest_orders(const order_pair& orders) {
    return {"seq_cst", orders.failure.empty() ? "" : "seq_cst"};
}

std::string reason_kept(const order_place& place, source_text& source) {
    constexpr std::string_view mark = "order kept:";
    unsigned first = place.line;
    while (first > 1 && source.line(place.source_file, first - 1).starts_with("//")) --first;
    std::string text;
    for (unsigned line = first; line <= place.line; ++line) {
        const std::string comment = comment_of(source.line(place.source_file, line));
        if (!comment.empty()) text += (text.empty() ? "" : " ") + comment;
    }
    const auto at = text.find(mark);
    if (at == std::string::npos) return {};
    text.erase(0, at + mark.size());
    text.erase(0, text.find_first_not_of(' '));
    return text;
}

} // namespace heddle::report
