#include "report/run_report.hpp"

#include <algorithm>

namespace heddle::report {

const frame* place_of(const call_stack& stack) {
    const auto in_user_code = [](const frame& each) { return !each.library && each.line != 0; };
    if (auto found = std::find_if(stack.begin(), stack.end(), in_user_code); found != stack.end())
        return &*found;
    const auto has_line = [](const frame& each) { return each.line != 0; };
    if (auto found = std::find_if(stack.begin(), stack.end(), has_line); found != stack.end())
        return &*found;
    return stack.empty() ? nullptr : &stack.front();
}

std::string to_location(const frame* place) {
    if (place == nullptr) return {};
    if (place->line == 0) return place->library ? std::string() : place->function;
    return place->file + ":" + std::to_string(place->line);
}

std::string location_of(const bug& found) {
    if (!found.stack.empty()) return to_location(place_of(found.stack));
    for (const access& each : found.accesses)
        if (!each.stack.empty()) return to_location(place_of(each.stack));
    for (const thread_state& each : found.threads)
        if (each.state == "blocked" && !each.stack.empty())
            return to_location(place_of(each.stack));
    if (!found.trace.empty()) return to_location(place_of(found.trace.back().stack));
    return {};
}

} // namespace heddle::report
