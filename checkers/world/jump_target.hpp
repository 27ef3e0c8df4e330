// Where a jmp_buf leads.
#pragma once

#include <bit>
#include <csetjmp>
#include <cstdint>

namespace heddle::world {

/// The stack pointer that a jump goes back to. glibc keeps it mixed with a secret of the process,
/// so that nobody else writes one.
[[nodiscard]] inline std::uintptr_t target_stack(const __jmp_buf& target) noexcept {
    constexpr std::size_t stack_pointer = 6;
    constexpr int rotation = 0x11;
    std::uintptr_t secret = 0;
    asm("movq %%fs:0x30, %0" : "=r"(secret));
    return std::rotr(static_cast<std::uintptr_t>(target[stack_pointer]), rotation) ^ secret;
}

} // namespace heddle::world
