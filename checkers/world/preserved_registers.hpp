// The registers that a call preserves (System V ABI for x86-64, 3.2.1), in the order in which this
// runtime lists them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace heddle::world {

enum preserved_register : std::uint8_t { rbx, rbp, r12, r13, r14, r15 };

constexpr std::size_t preserved_registers = 6;

/// Something of each of them.
template <class T>
using for_preserved = std::array<T, preserved_registers>;

/// Parts of these registers: of each its lowest byte, in the order above, then of each the rest. A
/// compiler is content with the lowest byte of a `bool` and leaves the rest as it was.
using register_parts = std::uint16_t;

constexpr register_parts no_parts = 0;
constexpr register_parts all_parts = 0x0fff;

[[nodiscard]] constexpr register_parts lowest_byte_of(std::size_t which) {
    return static_cast<register_parts>(1u << which);
}

[[nodiscard]] constexpr register_parts rest_of(std::size_t which) {
    return static_cast<register_parts>(1u << (which + preserved_registers));
}

[[nodiscard]] constexpr register_parts whole_of(std::size_t which) {
    return lowest_byte_of(which) | rest_of(which);
}

/// Those of `parts` that are not among `others`.
[[nodiscard]] constexpr register_parts without(register_parts parts, register_parts others) {
    return static_cast<register_parts>(parts & ~others);
}

/// The bits of a register that are in the parts.
[[nodiscard]] constexpr std::uint64_t bits_of(std::size_t which, register_parts parts) {
    constexpr std::uint64_t lowest_byte = 0xff;
    return ((parts & lowest_byte_of(which)) != 0 ? lowest_byte : 0) |
           ((parts & rest_of(which)) != 0 ? ~lowest_byte : 0);
}

} // namespace heddle::world
