// What a thread goes on with after a call: the registers that a call preserves, and its stack, as
// far as it still reads them.
//
// Dead words are left out: they would tell states apart that are one to the program. Those that are
// found are registers that the machine code does not read any more (register_liveness.hpp), and
// the words in which functions on the way have saved them for their callers.
#pragma once

#include "world/frame_table.hpp"
#include "world/preserved_registers.hpp"

#include <cstdint>

namespace heddle::world {

struct machine_state {
    std::uintptr_t pc;                      // where the call returns to
    for_preserved<std::uint64_t> registers; // as they are then
    std::uintptr_t stack_low;               // the stack pointer
    std::uintptr_t stack_high;
};

/// Two states of the same hash go on alike, as far as registers and stack decide.
[[nodiscard]] std::uint64_t hash_of(const machine_state& s, frame_table& frames);

[[nodiscard]] inline std::uint64_t mix(std::uint64_t h, std::uint64_t v) noexcept {
    h = (h ^ v) * 0x9e37'79b9'7f4a'7c15ull;
    return h ^ (h >> 29u);
}

} // namespace heddle::world
