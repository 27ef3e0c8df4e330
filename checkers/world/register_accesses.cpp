#include "world/register_accesses.hpp"

#include <algorithm>
#include <optional>

namespace heddle::world {

namespace {

struct named_part {
    x86_reg name;
    register_parts read;        // that a read reads some of
    register_parts overwritten; // that a write overwrites all of
};

constexpr named_part whole(x86_reg name, preserved_register which) {
    return {name, whole_of(which), whole_of(which)};
}

// Leaves the upper ones of the eight bytes as they were.
constexpr named_part low_word(x86_reg name, preserved_register which) {
    return {name, whole_of(which), lowest_byte_of(which)};
}

constexpr named_part lowest_byte(x86_reg name, preserved_register which) {
    return {name, lowest_byte_of(which), lowest_byte_of(which)};
}

constexpr std::array named_parts{whole(X86_REG_RBX, rbx),
                                 whole(X86_REG_EBX, rbx),
                                 low_word(X86_REG_BX, rbx),
                                 lowest_byte(X86_REG_BL, rbx),
                                 named_part{X86_REG_BH, rest_of(rbx), no_parts},
                                 whole(X86_REG_RBP, rbp),
                                 whole(X86_REG_EBP, rbp),
                                 low_word(X86_REG_BP, rbp),
                                 lowest_byte(X86_REG_BPL, rbp),
                                 whole(X86_REG_R12, r12),
                                 whole(X86_REG_R12D, r12),
                                 low_word(X86_REG_R12W, r12),
                                 lowest_byte(X86_REG_R12B, r12),
                                 whole(X86_REG_R13, r13),
                                 whole(X86_REG_R13D, r13),
                                 low_word(X86_REG_R13W, r13),
                                 lowest_byte(X86_REG_R13B, r13),
                                 whole(X86_REG_R14, r14),
                                 whole(X86_REG_R14D, r14),
                                 low_word(X86_REG_R14W, r14),
                                 lowest_byte(X86_REG_R14B, r14),
                                 whole(X86_REG_R15, r15),
                                 whole(X86_REG_R15D, r15),
                                 low_word(X86_REG_R15W, r15),
                                 lowest_byte(X86_REG_R15B, r15)};

named_part part_of(x86_reg name) {
    const auto* const found = std::find_if(named_parts.begin(), named_parts.end(),
                                           [&](const named_part& p) { return p.name == name; });
    return found == named_parts.end() ? named_part{name, no_parts, no_parts} : *found;
}

// r becomes what depends on the flags at most.
bool is_independent_of_registers(const cs_insn& i) {
    const cs_x86& x86 = i.detail->x86;
    return (i.id == X86_INS_XOR || i.id == X86_INS_SUB || i.id == X86_INS_SBB) &&
           x86.op_count == 2 && x86.operands[0].type == X86_OP_REG &&
           x86.operands[1].type == X86_OP_REG && x86.operands[0].reg == x86.operands[1].reg;
}

// The first operand is written, always, and not read.
bool overwrites_first(const cs_insn& i) {
    switch (i.id) {
    case X86_INS_MOV:
    case X86_INS_MOVABS:
    case X86_INS_MOVZX:
    case X86_INS_MOVSX:
    case X86_INS_MOVSXD:
    case X86_INS_LEA:
    case X86_INS_POP:
    case X86_INS_SETA:
    case X86_INS_SETAE:
    case X86_INS_SETB:
    case X86_INS_SETBE:
    case X86_INS_SETE:
    case X86_INS_SETG:
    case X86_INS_SETGE:
    case X86_INS_SETL:
    case X86_INS_SETLE:
    case X86_INS_SETNE:
    case X86_INS_SETNO:
    case X86_INS_SETNP:
    case X86_INS_SETNS:
    case X86_INS_SETO:
    case X86_INS_SETP:
    case X86_INS_SETS: return true;
    default: return false;
    }
}

// Registers that it has no operand for.
register_parts read_implicitly(const cs_insn& i) {
    register_parts result = no_parts;
    const cs_detail& d = *i.detail;
    for (std::size_t n = 0; n < d.regs_read_count; ++n) {
        result |= part_of(static_cast<x86_reg>(d.regs_read[n])).read;
    }
    for (std::size_t n = 0; n < d.regs_write_count; ++n) {
        result |= part_of(static_cast<x86_reg>(d.regs_write[n])).read;
    }
    switch (i.id) {
    case X86_INS_CMPXCHG8B:
    case X86_INS_CMPXCHG16B:
    case X86_INS_XLATB: return result | whole_of(rbx);
    case X86_INS_ENTER:
    case X86_INS_LEAVE: return result | whole_of(rbp);
    case X86_INS_XBEGIN:
    case X86_INS_SYSCALL:
    case X86_INS_SYSENTER:
    case X86_INS_INT:
    case X86_INS_CPUID: return all_parts;
    default: return result;
    }
}

} // namespace

register_accesses accesses_of(const cs_insn& i) {
    const cs_x86& x86 = i.detail->x86;
    if (is_independent_of_registers(i))
        return {.overwritten = part_of(x86.operands[0].reg).overwritten};
    register_accesses result{.read = read_implicitly(i)};
    for (std::size_t n = 0; n < x86.op_count; ++n) {
        const cs_x86_op& operand = x86.operands[n];
        if (operand.type == X86_OP_MEM) {
            result.read |= part_of(operand.mem.base).read;
            result.read |= part_of(operand.mem.index).read;
        } else if (operand.type == X86_OP_REG) {
            const named_part part = part_of(operand.reg);
            if (n == 0 && overwrites_first(i)) {
                result.overwritten |= part.overwritten;
            } else {
                result.read |= part.read;
            }
        }
    }
    return result;
}

} // namespace heddle::world
