// Runs the program once, along the graph that the strategy has prepared.
#pragma once

#include "world/state.hpp"

namespace heddle::world {

struct entry_point {
    int (*main)(int, char**, char**);
    int argc;
    char** argv;
    char** envp;
};

class execution_runner {
public:
    explicit execution_runner(const entry_point& program) : program_(program) {}

    /// From the last checkpoint that serves, or from the start; again if the strategy has changed
    /// its mind about the graph. A leak makes a complete execution a bug.
    execution_end run();

    /// Whether the execution that was not run for a report was taken up at a checkpoint.
    [[nodiscard]] bool was_resumed() const noexcept { return resumed_; }

private:
    void run_from_start();

    entry_point program_;
    bool resumed_ = false;
};

} // namespace heddle::world
