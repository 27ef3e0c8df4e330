#pragma once

#include "models/relacy/relacy_model.hpp"

#include <cstdint>
#include <string>

namespace heddle::models {

struct relacy_result {
    const char* found = nullptr; ///< what Relacy calls the bug; null when there is none
    std::uint64_t executions = 0;
    bool is_complete = false; ///< every execution that Relacy knows was run
    std::string history;      ///< the execution with the bug, step by step, if it was asked for
};

/// All executions at first, for that may come to an end; then those with few preemptions, then
/// random ones.
/// @param executions most of them in each of the three
/// @throws std::invalid_argument when the model has another number of threads than this was
/// compiled for
[[nodiscard]] relacy_result search(const relacy_model& model, std::uint64_t executions,
                                   bool with_history);

} // namespace heddle::models
