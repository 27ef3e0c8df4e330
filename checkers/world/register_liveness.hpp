// Which registers does the program still read? A register that is written before it is read,
// whatever way the program goes on, is no part of a thread's state, and compilers leave what they
// like there: the first iteration of a loop would seem to begin in another state than the others.
//
// Only those that a call preserves are asked for. So a call is taken not to read any of them but to
// save it, as the ABI has it (not so clang's swiftcall and regcall, which pass arguments in some of
// them), and functions are looked at one by one: what one function leaves alone
// until it returns is as live as its caller says.
// That setjmp returns once more makes no difference: the registers come out of its buffer, which is
// on the stack, and so part of a loop's state, or else a jump by it is progress
// (frontend/jump.cpp).
#pragma once

#include "world/function_frame.hpp"
#include "world/preserved_registers.hpp"

#include <cstdint>

namespace heddle::world {

struct register_liveness {
    register_parts read = all_parts;   // before they are overwritten, or they may be
    register_parts passed = all_parts; // to the caller as they are, or they may be
};

/// Of the registers when a call in this frame has come to its end: found by following the machine
/// code from where it returns to, and to where an exception would go on. In doubt a register is
/// live.
[[nodiscard]] register_liveness liveness_after_call(std::uintptr_t return_address,
                                                    const frame_layout& frame);

} // namespace heddle::world
