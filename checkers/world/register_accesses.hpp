// What an instruction does with the registers that a call preserves.
#pragma once

#include "world/preserved_registers.hpp"

#include <capstone/capstone.h>

namespace heddle::world {

struct register_accesses {
    register_parts read = no_parts;
    register_parts overwritten = no_parts; // whatever was there before
};

/// What is not known to overwrite a register and no more counts as a read.
[[nodiscard]] register_accesses accesses_of(const cs_insn& instruction);

} // namespace heddle::world
