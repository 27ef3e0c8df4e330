#include "world/outcome_table.hpp"

#include <map>

namespace heddle::world {

using nlohmann::json;

json outcome_table::to_json() const {
    const std::map<std::string, entry> sorted(entries_.begin(), entries_.end());
    json list = json::array();
    for (const auto& [outcome, e] : sorted) {
        list.push_back({{"outcome", outcome}, {"executions", e.executions}, {"replay", e.token}});
    }
    return {{"list", std::move(list)}, {"uncounted", uncounted_}};
}

void outcome_table::merge(const json& other) {
    for (const json& each : other.at("list")) {
        const auto executions = each.at("executions").get<std::uint64_t>();
        auto outcome = each.at("outcome").get<std::string>();
        const auto found = entries_.find(outcome);
        if (found != entries_.end()) {
            found->second.executions += executions;
        } else if (entries_.size() == most) {
            uncounted_ += executions;
        } else {
            entries_.emplace(std::move(outcome),
                             entry{executions, each.at("replay").get<std::string>()});
        }
    }
    uncounted_ += other.at("uncounted").get<std::uint64_t>();
}

} // namespace heddle::world
