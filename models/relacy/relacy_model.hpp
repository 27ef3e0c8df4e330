#pragma once

/// What the main of heddle-relacy knows of a model. Relacy itself is not included here.

#include "models/description.hpp"

#include <cstdint>
#include <iosfwd>

namespace heddle::models {

struct relacy_result {
    const char* found = nullptr; ///< what Relacy calls the bug; null when there is none
    int kind = 0;                ///< the same, as rl::test_result_e
    std::uint64_t executions = 0;
    bool ended = false;       ///< the last search, by itself
    bool is_complete = false; ///< every execution that Relacy knows was run
};

/// Registers itself, for good, as a scenario does.
struct relacy_model {
    /// @param history where the execution with a bug is written, step by step; null: nowhere
    using search = relacy_result (*)(std::uint64_t executions, std::ostream* history);

    relacy_model(const description& d, search s) : about(d), run(s), next(last) { last = this; }

    relacy_model(const relacy_model&) = delete;
    relacy_model& operator=(const relacy_model&) = delete;

    const description about;
    const search run;
    const relacy_model* const next;

    static inline constinit const relacy_model* last = nullptr;
};

} // namespace heddle::models
