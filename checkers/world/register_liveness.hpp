// Which registers does the program still read? A register that is written before it is read,
// whatever way the program goes on, is no part of a thread's state, and compilers leave what they
// like there: the first iteration of a loop would seem to begin in another state than the others.
#pragma once

#include <cstdint>

namespace heddle::world {

/// The registers that a call preserves (System V ABI for x86-64, 3.2.1), a bit each.
enum : std::uint8_t {
    live_rbx = 1,
    live_rbp = 2,
    live_r12 = 4,
    live_r13 = 8,
    live_r14 = 16,
    live_r15 = 32,
    live_all = 63
};

/// Those whose value at `pc`, an instruction of the program, may be read later: found by following
/// the machine code. In doubt a register is live.
[[nodiscard]] std::uint8_t live_registers(std::uintptr_t pc);

} // namespace heddle::world
