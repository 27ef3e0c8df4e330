#include "world/execution_runner.hpp"

#include "world/heap.hpp"
#include "world/hooks.hpp"
#include "world/leaks.hpp"
#include "world/program.hpp"

namespace heddle::world {

execution_end execution_runner::run() {
    do {
        state->graph = &state->explorer->graph();
        if (state->tracing) {
            run_from_start();
        } else if (resumed_ = state->checkpoints.return_to(state->explorer->unchanged());
                   resumed_) {
            run_current();
        } else {
            run_from_start();
        }
        state->current = nullptr;
    } while (state->end == execution_end::restart);
    if (state->end == execution_end::complete) {
        if (auto leak = find_leak()) {
            state->found = std::move(*leak);
            state->end = execution_end::bug;
        }
    }
    return state->end;
}

void execution_runner::run_from_start() {
    state->checkpoints.clear();
    heap::restore();
    restore_globals();
    state->shadow.next_execution();
    reset_threads();
    state->ended_by_exit = false;
    if (before_execution != nullptr) before_execution();
    start_main(program_.main, program_.argc, program_.argv, program_.envp);
}

} // namespace heddle::world
