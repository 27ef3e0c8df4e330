// The registers of the program where it last called an entry point of the ABI that reads: those
// that a call preserves, with which, and with the stack, it goes on after the call (System V ABI
// for x86-64, 3.2.1). Written by HEDDLE_ENTRY (frontend/entry.hpp).
#pragma once

#include <cstdint>

namespace heddle::world {

struct entry_registers {
    std::uint64_t rbx, rbp, r12, r13, r14, r15;
    std::uint64_t rsp; // points to the return address
    std::uint64_t pc;  // the return address
};

extern "C" {
extern __attribute__((visibility("hidden"))) entry_registers heddle_entry_registers;
}

} // namespace heddle::world
