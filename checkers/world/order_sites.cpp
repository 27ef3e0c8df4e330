#include "world/order_sites.hpp"

#include <array>
#include <stdexcept>
#include <string>

namespace heddle::world {

using namespace graph;

void order_sites::begin(const std::vector<order_replacement>& replacements) {
    in_use_ = true;
    for (const order_replacement& each : replacements) wanted_.insert_or_assign(each.pc, each);
}

operation order_sites::look_at(const operation& what) {
    seen_.try_emplace(what.pc, site{what.code, what.order, what.failure_order});
    operation result = what;
    if (const auto found = wanted_.find(what.pc); found != wanted_.end()) {
        result.order = found->second.order;
        result.failure_order = found->second.failure_order;
    }
    return result;
}

nlohmann::json order_sites::to_json() const {
    nlohmann::json sites = nlohmann::json::array();
    for (const auto& [pc, each] : seen_) {
        nlohmann::json entry{
            {"pc", pc}, {"operation", name_of(each.code)}, {"order", name_of(each.order)}};
        if (each.code == operation_code::compare_exchange)
            entry["failure_order"] = name_of(each.failure_order);
        sites.push_back(std::move(entry));
    }
    return sites;
}

memory_order parse_order(const std::string& name) {
    using enum memory_order;
    for (const memory_order each : std::array{relaxed, acquire, release, acq_rel, seq_cst}) {
        if (name == name_of(each)) return each;
    }
    throw std::invalid_argument("there is no memory order " + name);
}

} // namespace heddle::world
