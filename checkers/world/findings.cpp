#include "world/findings.hpp"

#include "world/world.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace heddle::world {

void findings::add(nlohmann::json bug) {
    const bool is_known = std::any_of(bugs_.begin(), bugs_.end(), [&](const auto& other) {
        return other["kind"] == bug["kind"] && other["stack"] == bug["stack"];
    });
    if (!is_known) bugs_.push_back(std::move(bug));
}

std::vector<std::string> findings::lines(std::uint32_t part,
                                         const std::vector<std::string>& caveats) const {
    std::vector<std::string> all;
    if (!outcomes_.empty()) {
        auto table = outcomes_.to_json();
        table["part"] = part;
        all.push_back(line_of(table));
    }
    for (const std::string& each : caveats) all.push_back(line_of({{"caveat", each}}));
    return all;
}

void findings::add_lines(const std::vector<std::string>& told,
                         const std::function<void()>& bug_added) {
    std::map<std::uint32_t, nlohmann::json> tables; // by part: one that was killed may have
                                                    // handed it over, too
    for (const std::string& line : told) {
        // What one that was killed meant to write is not there.
        auto found = nlohmann::json::parse(line, nullptr, false);
        if (!found.is_object()) continue;
        if (found.contains("caveat")) {
            note_caveat(found["caveat"].get<std::string>());
        } else if (found.contains("list")) {
            const auto part = found["part"].get<std::uint32_t>();
            tables[part] = std::move(found);
        } else {
            add(std::move(found));
            bug_added();
        }
    }
    for (const auto& [part, table] : tables) outcomes_.merge(table);
}

void findings::write(nlohmann::json& document) const {
    if (!outcomes_.empty()) document["outcomes"] = outcomes_.to_json();
    if (bugs_.empty()) return;
    document["bug"] = bugs_.front();
    document["bugs"] = bugs_;
}

std::string findings::line_of(const nlohmann::json& j) {
    return j.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace heddle::world
