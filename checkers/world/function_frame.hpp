// How a function uses its part of the stack, by the tables that exceptions are unwound with.
//
// Unwinding by the library takes longer than all the rest of an operation, and does not tell where
// on the stack a register is. What it looks up is the same whenever a thread is at the same place
// of the program, though, and simple, but for functions of which nothing need be known.
#pragma once

#include "world/preserved_registers.hpp"

#include <cstdint>
#include <optional>

namespace heddle::world {

/// How to get from a frame to its caller's.
struct frame_layout {
    bool known = false;
    bool by_rbp = false; // the frame ends so many bytes above rbp, or else above the stack pointer
    std::int64_t size = 0;
    /// Where the function has saved what its caller had in a register, from the frame's end; 0: the
    /// register has it still.
    for_preserved<std::int64_t> saved{};
};

/// Where an exception goes on that comes out of a call.
struct landing {
    bool known = false;
    std::uintptr_t pad = 0; // in the function; 0: it leaves the function
};

/// Of the whole program; 0 if there is none. (By an address, dladdr finds a name far more slowly.)
[[nodiscard]] std::uintptr_t function_named(const char* name);

class function_frame {
public:
    /// The function that this instruction belongs to, or such a part of it as has a table of its
    /// own. None: nothing is known of it.
    static std::optional<function_frame> of(std::uintptr_t instruction);

    [[nodiscard]] std::uintptr_t begin() const noexcept { return begin_; }

    [[nodiscard]] std::uintptr_t end() const noexcept { return end_; }

    [[nodiscard]] bool contains(std::uintptr_t address) const noexcept {
        return begin_ <= address && address < end_;
    }

    /// During an instruction, that is, before its effect. (A return address is the next one's.)
    [[nodiscard]] frame_layout layout_at(std::uintptr_t instruction) const;

    /// By the table of call sites ("Itanium C++ ABI: Exception Handling", HP's exception tables).
    [[nodiscard]] landing landing_of(std::uintptr_t call) const;

private:
    std::uintptr_t begin_ = 0;
    std::uintptr_t end_ = 0;
    std::uintptr_t common_rules_ = 0, common_rules_end_ = 0; // call frame instructions
    std::uintptr_t rules_ = 0, rules_end_ = 0;
    std::uint64_t code_unit_ = 0;
    std::int64_t data_unit_ = 0;
    std::uint8_t encoding_ = 0;
    std::uintptr_t call_sites_ = 0; // the language's table, or 0
    bool call_sites_known_ = true;  // … is one whose form is known
};

} // namespace heddle::world
