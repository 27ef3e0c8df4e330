#include "frontend/execution.hpp"

namespace heddle::frontend {

void register_execution_memory() {
    register_channels();
    register_clock();
    register_conditions();
    register_libcxx();
    register_atomic_sections();
    register_exit_handlers();
    register_random_numbers();
    register_keys();
    // Keys and signal masks are none that a checkpoint holds: to use them is an
    // external effect.
}

void begin_execution() noexcept {
    reset_channels();
    reset_clock();
    reset_conditions();
    reset_libcxx();
    reset_exit_handlers();
    reset_keys();
    reset_random_numbers();
    reset_signals();
    restore_process_state();
}

} // namespace heddle::frontend
