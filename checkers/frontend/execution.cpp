#include "frontend/execution.hpp"

namespace heddle::frontend {

void begin_execution() noexcept {
    reset_clock();
    reset_conditions();
    reset_keys();
    reset_random_numbers();
}

} // namespace heddle::frontend
