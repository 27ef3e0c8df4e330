// The memory orders that the program's atomic operations ask for, by place, and others that are to
// stand in for them: `heddle orders` asks of each whether a weaker one would do.
#pragma once

#include "graph/operation.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace heddle::world {

struct order_replacement {
    std::uintptr_t pc = 0; // return address of the operation's call
    graph::memory_order order{};
    graph::memory_order failure_order{}; // of a compare_exchange
};

class order_sites {
public:
    /// Begins to note the places of operations, and to replace.
    void begin(const std::vector<order_replacement>& replacements);

    [[nodiscard]] bool in_use() const noexcept { return in_use_; }

    /// The operation as it is to be performed. Only if in use.
    [[nodiscard]] graph::operation look_at(const graph::operation& what);

    /// What was noted, as the program has it: an array.
    [[nodiscard]] nlohmann::json to_json() const;

private:
    struct site {
        graph::operation_code code{};
        graph::memory_order order{};
        graph::memory_order failure_order{};
    };

    bool in_use_ = false;
    std::unordered_map<std::uintptr_t, site> seen_;                // by pc
    std::unordered_map<std::uintptr_t, order_replacement> wanted_; // by pc
};

/// The order of that name.
/// @throws std::invalid_argument when there is none
[[nodiscard]] graph::memory_order parse_order(const std::string& name);

} // namespace heddle::world
