#include "world/register_liveness.hpp"

#include "world/machine_code.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

namespace heddle::world {

namespace {

constexpr std::size_t most_instructions = 4096;

struct names_of_register {
    std::uint8_t bit;
    std::array<x86_reg, 2> whole; // to write these is to write all of it
    std::array<x86_reg, 3> partial;
};

constexpr std::array preserved{
    names_of_register{live_rbx, {X86_REG_RBX, X86_REG_EBX}, {X86_REG_BX, X86_REG_BL, X86_REG_BH}},
    names_of_register{live_rbp, {X86_REG_RBP, X86_REG_EBP}, {X86_REG_BP, X86_REG_BPL}},
    names_of_register{live_r12, {X86_REG_R12, X86_REG_R12D}, {X86_REG_R12W, X86_REG_R12B}},
    names_of_register{live_r13, {X86_REG_R13, X86_REG_R13D}, {X86_REG_R13W, X86_REG_R13B}},
    names_of_register{live_r14, {X86_REG_R14, X86_REG_R14D}, {X86_REG_R14W, X86_REG_R14B}},
    names_of_register{live_r15, {X86_REG_R15, X86_REG_R15D}, {X86_REG_R15W, X86_REG_R15B}}};

struct accesses {
    std::uint8_t read = 0;
    std::uint8_t overwritten = 0;
};

// xor r, r; sub r, r
bool is_zeroing(const cs_insn& i) {
    const cs_x86& x86 = i.detail->x86;
    return (i.id == X86_INS_XOR || i.id == X86_INS_SUB) && x86.op_count == 2 &&
           x86.operands[0].type == X86_OP_REG && x86.operands[1].type == X86_OP_REG &&
           x86.operands[0].reg == x86.operands[1].reg;
}

bool is_conditional_move(const cs_insn& i) {
    return std::strncmp(i.mnemonic, "cmov", 4) == 0;
}

accesses accesses_of(const code_reader& code, const cs_insn& i) {
    cs_regs read;
    cs_regs written;
    std::uint8_t read_count = 0;
    std::uint8_t written_count = 0;
    if (cs_regs_access(code.handle(), &i, read, &read_count, written, &written_count) != CS_ERR_OK)
        return {.read = live_all};
    const auto reads = [&](x86_reg r) {
        return r != 0 && std::find(read, read + read_count, r) != read + read_count;
    };
    const auto writes = [&](x86_reg r) {
        return r != 0 && std::find(written, written + written_count, r) != written + written_count;
    };
    accesses result;
    for (const auto& names : preserved) {
        const bool whole = std::any_of(names.whole.begin(), names.whole.end(), writes);
        const bool partly = std::any_of(names.partial.begin(), names.partial.end(), writes);
        const bool is_read = std::any_of(names.whole.begin(), names.whole.end(), reads) ||
                             std::any_of(names.partial.begin(), names.partial.end(), reads);
        if (whole && is_zeroing(i)) {
            result.overwritten |= names.bit;
        } else if (is_read || partly) {
            result.read |= names.bit;
        } else if (whole && !is_conditional_move(i)) {
            result.overwritten |= names.bit;
        } else if (whole) {
            result.read |= names.bit;
        }
    }
    switch (i.id) {
    case X86_INS_CMPXCHG8B:
    case X86_INS_CMPXCHG16B:
    case X86_INS_XLATB: result.read |= live_rbx; break;
    case X86_INS_LEAVE: result.read |= live_rbp; break;
    case X86_INS_BSF: // which may leave the destination as it was
    case X86_INS_BSR: result.read |= result.overwritten; break;
    case X86_INS_XBEGIN:
    case X86_INS_SYSCALL:
    case X86_INS_INT:
    case X86_INS_CPUID: result.read = live_all; break;
    default: break;
    }
    return result;
}

} // namespace

std::uint8_t live_registers(std::uintptr_t pc) {
    code_reader code;
    std::uint8_t live = 0;
    std::unordered_map<std::uintptr_t, std::uint8_t> seen; // what was open when it was last here
    std::vector<std::pair<std::uintptr_t, std::uint8_t>> open{{pc, live_all}};
    for (std::size_t count = 0; !open.empty(); ++count) {
        auto [address, undecided] = open.back();
        open.pop_back();
        undecided &= static_cast<std::uint8_t>(~live);
        undecided &= static_cast<std::uint8_t>(~seen[address]);
        if (undecided == 0) continue;
        seen[address] |= undecided;
        const cs_insn* i = code.at(address);
        if (i == nullptr || count == most_instructions) return live_all;
        const std::uintptr_t next = address + i->size;
        const accesses a = accesses_of(code, *i);
        live |= undecided & a.read;
        undecided &= static_cast<std::uint8_t>(~(a.read | a.overwritten));
        if (is_return(*i)) {
            live |= undecided; // the caller's
        } else if (is_in_group(*i, CS_GRP_CALL)) {
            const std::uintptr_t target = target_of(*i);
            // After another one, a handler of an exception might read what nothing else does.
            if (is_operation(code.function_behind(target))) {
                open.emplace_back(next, undecided);
            } else {
                live |= undecided;
            }
        } else if (is_jump(*i)) {
            const std::uintptr_t target = target_of(*i);
            const bool always = i->id == X86_INS_JMP;
            if (target == 0) {
                live |= undecided;
            } else {
                open.emplace_back(target, undecided);
            }
            if (!always) open.emplace_back(next, undecided);
        } else if (!is_trap(*i)) {
            open.emplace_back(next, undecided);
        }
    }
    return live;
}

} // namespace heddle::world
