// What a search has found: bugs, and the outcomes of its executions. Processes that explore a part
// each tell the first one theirs, a line of JSON at a time.
#pragma once

#include "world/outcome_table.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace heddle::world {

class findings {
public:
    /// Unless the same bug, at the same place, is there.
    void add(nlohmann::json bug);

    [[nodiscard]] outcome_table& outcomes() noexcept { return outcomes_; }

    [[nodiscard]] bool have_bug() const noexcept { return !bugs_.empty(); }

    /// Of the first bug. There must be one.
    [[nodiscard]] std::string verdict() const { return bugs_.front()["kind"].get<std::string>(); }

    void clear() noexcept {
        bugs_.clear();
        outcomes_.clear();
    }

    /// The lines that tell of the outcomes, and of what the report must warn of, of one part of the
    /// search. (A bug is told when it is found: line_of.)
    [[nodiscard]] std::vector<std::string> lines(std::uint32_t part,
                                                 const std::vector<std::string>& caveats) const;

    /// Adds what others have told; calls `bug_added` after each bug.
    void add_lines(const std::vector<std::string>& told, const std::function<void()>& bug_added);

    /// The document's members.
    void write(nlohmann::json& document) const;

    /// One line, whatever bytes are in its strings.
    [[nodiscard]] static std::string line_of(const nlohmann::json& j);

private:
    std::vector<nlohmann::json> bugs_;
    outcome_table outcomes_;
};

} // namespace heddle::world
