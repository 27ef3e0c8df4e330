// The front end's own state, which every execution starts with afresh.
#pragma once

namespace heddle::frontend {

/// Tells the world which memory begin_execution resets. Once.
void register_execution_memory();
/// Called by the world before each execution, outside simulation.
void begin_execution() noexcept;

// The parts of the above, each in the file of its family.
void reset_clock() noexcept;
void reset_conditions() noexcept;
void register_keys();
void reset_keys() noexcept;
void reset_channels() noexcept;
void register_channels();
void register_clock();
void register_conditions();
void register_atomic_sections();
void register_libcxx();
void reset_libcxx() noexcept;
void register_exit_handlers();
void reset_exit_handlers() noexcept;
void register_random_numbers();
void reset_random_numbers() noexcept;
void reset_signals() noexcept;
void restore_process_state() noexcept;

} // namespace heddle::frontend
