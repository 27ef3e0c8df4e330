// The distinct outcomes of a search (remarks.hpp): how many executions each has, and one of them.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <unordered_map>

namespace heddle::world {

class outcome_table {
public:
    /// How many are told apart: a program that has more says too little by them.
    static constexpr std::size_t most = 10'000;

    /// One more execution has this outcome. `token` is called when it is the first one.
    template <class Token>
    void add(std::string outcome, const Token& token) {
        const auto found = entries_.find(outcome);
        if (found != entries_.end()) {
            ++found->second.executions;
        } else if (entries_.size() == most) {
            ++uncounted_;
        } else {
            entries_.emplace(std::move(outcome), entry{1, token()});
        }
    }

    void clear() {
        entries_.clear();
        uncounted_ = 0;
    }

    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

    /// Sorted by outcome; and the way back, to be added to what is there.
    [[nodiscard]] nlohmann::json to_json() const;
    void merge(const nlohmann::json& other);

private:
    struct entry {
        std::uint64_t executions = 0;
        std::string token;
    };

    std::unordered_map<std::string, entry> entries_;
    std::uint64_t uncounted_ = 0; // executions with others
};

} // namespace heddle::world
