// Reading the program's machine code, one instruction after the other.
#pragma once

#include <capstone/capstone.h>

#include <cstdint>
#include <string_view>

namespace heddle::world {

class code_reader {
public:
    code_reader();
    ~code_reader();
    code_reader(const code_reader&) = delete;
    code_reader& operator=(const code_reader&) = delete;

    /// The instruction at an address of the program's code, valid until the next call; or nullptr.
    [[nodiscard]] const cs_insn* at(std::uintptr_t address);

    /// Where a call or jump to `target` leads, if that is an entry of the procedure linkage table:
    /// to this function. Else 0.
    [[nodiscard]] std::uintptr_t function_behind(std::uintptr_t target);

    [[nodiscard]] csh handle() const noexcept { return handle_; }

private:
    csh handle_ = 0;
    cs_insn* instruction_ = nullptr;
    bool usable_;
};

/// The target of a direct jump or call, or 0.
[[nodiscard]] std::uintptr_t target_of(const cs_insn& i) noexcept;

[[nodiscard]] bool is_in_group(const cs_insn& i, unsigned group) noexcept;

/// ret and its like.
[[nodiscard]] bool is_return(const cs_insn& i) noexcept;
[[nodiscard]] bool is_jump(const cs_insn& i) noexcept;
/// Nothing comes after it.
[[nodiscard]] bool is_trap(const cs_insn& i) noexcept;

/// Whether it is a function of the runtime that does nothing but what it does as an operation: no
/// exception comes out of it, and it writes to no memory of the program's.
[[nodiscard]] bool is_operation(std::uintptr_t function);

} // namespace heddle::world
