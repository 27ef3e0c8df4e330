// What the runtime leaves behind on a simulated thread's stack.
//
// The program's next calls have their frames where the runtime's were, and a compiler does not
// write every word of a frame. Such words are part of the state that tells whether a loop iteration
// has led back to where it began (spin.cpp), so that they must not depend on what the runtime did.
#pragma once

#include <cstddef>

namespace heddle::world {

/// By an operation; measured: 2,100 bytes when all is inlined.
constexpr std::size_t most_stack_used = 4096;

/// Zeroes `size` bytes, a multiple of eight, below the caller's frame. To be called last, from a
/// function that is not a leaf.
[[gnu::always_inline]] inline void clear_stack_below(std::size_t size) noexcept {
    void* to = nullptr;
    std::size_t words = size / 8;
    asm volatile("movq %%rsp, %[to]\n"
                 "subq %[size], %[to]\n"
                 "rep stosq\n"
                 : [to] "=&D"(to), "+c"(words)
                 : "a"(0), [size] "r"(size)
                 : "memory", "cc");
}

} // namespace heddle::world
