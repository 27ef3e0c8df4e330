#include "world/register_liveness.hpp"

#include "world/program.hpp"

#include <capstone/capstone.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
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

class code_reader {
public:
    code_reader() : usable_(cs_open(CS_ARCH_X86, CS_MODE_64, &handle_) == CS_ERR_OK) {
        if (!usable_) return;
        cs_option(handle_, CS_OPT_DETAIL, CS_OPT_ON);
        instruction_ = cs_malloc(handle_);
    }

    ~code_reader() {
        if (!usable_) return;
        cs_free(instruction_, 1);
        cs_close(&handle_);
    }

    code_reader(const code_reader&) = delete;
    code_reader& operator=(const code_reader&) = delete;

    // The instruction at an address of the program's code, valid until the next call; or nullptr.
    const cs_insn* at(std::uintptr_t address) {
        if (!usable_) return nullptr;
        const auto& all = modules();
        const auto m = std::find_if(all.begin(), all.end(), [&](const loaded_module& each) {
            return each.program && each.begin <= address && address < each.end;
        });
        if (m == all.end()) return nullptr;
        const auto* code = reinterpret_cast<const std::uint8_t*>(address);
        std::size_t size = m->end - address;
        std::uint64_t location = address;
        return cs_disasm_iter(handle_, &code, &size, &location, instruction_) ? instruction_
                                                                              : nullptr;
    }

    [[nodiscard]] accesses accesses_of(const cs_insn& i) const {
        cs_regs read;
        cs_regs written;
        std::uint8_t read_count = 0;
        std::uint8_t written_count = 0;
        if (cs_regs_access(handle_, &i, read, &read_count, written, &written_count) != CS_ERR_OK)
            return {.read = live_all};
        const auto reads = [&](x86_reg r) {
            return r != 0 && std::find(read, read + read_count, r) != read + read_count;
        };
        const auto writes = [&](x86_reg r) {
            return r != 0 &&
                   std::find(written, written + written_count, r) != written + written_count;
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

private:
    static bool is_conditional_move(const cs_insn& i) {
        return std::strncmp(i.mnemonic, "cmov", 4) == 0;
    }

    csh handle_ = 0;
    cs_insn* instruction_ = nullptr;
    bool usable_;
};

// The target of a direct jump or call, or 0.
std::uintptr_t target_of(const cs_insn& i) {
    const cs_x86& x86 = i.detail->x86;
    return x86.op_count == 1 && x86.operands[0].type == X86_OP_IMM
               ? static_cast<std::uintptr_t>(x86.operands[0].imm)
               : 0;
}

bool is_in_group(const cs_insn& i, unsigned group) {
    const auto* begin = i.detail->groups;
    const auto* end = begin + i.detail->groups_count;
    return std::find(begin, end, group) != end;
}

// Functions of the runtime that no exception comes out of.
bool throws_nothing(std::uintptr_t function) {
    Dl_info information{};
    if (!is_runtime_code(function) ||
        dladdr(reinterpret_cast<const void*>(function), &information) == 0 ||
        information.dli_sname == nullptr ||
        reinterpret_cast<std::uintptr_t>(information.dli_saddr) != function)
        return false;
    const std::string_view name = information.dli_sname;
    return name.starts_with("__tsan_") || name.starts_with("pthread_mutex_") ||
           name == "sched_yield" || name == "nanosleep" || name == "clock_nanosleep" ||
           name == "usleep";
}

// Whether a call goes to one of them, through an entry of the procedure linkage table. After
// another one, a handler of an exception might read what nothing else does.
bool calls_runtime(code_reader& code, std::uintptr_t target) {
    const cs_insn* jump = target == 0 ? nullptr : code.at(target);
    if (jump != nullptr && jump->id == X86_INS_ENDBR64) jump = code.at(target + jump->size);
    if (jump == nullptr || jump->id != X86_INS_JMP) return false;
    const cs_x86& x86 = jump->detail->x86;
    if (x86.op_count != 1 || x86.operands[0].type != X86_OP_MEM ||
        x86.operands[0].mem.base != X86_REG_RIP || x86.operands[0].mem.index != X86_REG_INVALID)
        return false;
    const std::uintptr_t entry =
        jump->address + jump->size + static_cast<std::uintptr_t>(x86.operands[0].mem.disp);
    std::uintptr_t function = 0;
    std::memcpy(&function, reinterpret_cast<const void*>(entry), sizeof function);
    return throws_nothing(function);
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
        const accesses a = code.accesses_of(*i);
        live |= undecided & a.read;
        undecided &= static_cast<std::uint8_t>(~(a.read | a.overwritten));
        if (is_in_group(*i, CS_GRP_RET) || is_in_group(*i, CS_GRP_IRET)) {
            live |= undecided; // the caller's
        } else if (is_in_group(*i, CS_GRP_CALL)) {
            const std::uintptr_t target = target_of(*i);
            if (calls_runtime(code, target)) {
                open.emplace_back(next, undecided);
            } else {
                live |= undecided;
            }
        } else if (is_in_group(*i, CS_GRP_JUMP) || is_in_group(*i, CS_GRP_BRANCH_RELATIVE)) {
            const std::uintptr_t target = target_of(*i);
            const bool always = i->id == X86_INS_JMP;
            if (target == 0) {
                live |= undecided;
            } else {
                open.emplace_back(target, undecided);
            }
            if (!always) open.emplace_back(next, undecided);
        } else if (i->id != X86_INS_UD2 && i->id != X86_INS_INT3 && i->id != X86_INS_HLT) {
            open.emplace_back(next, undecided);
        }
    }
    return live;
}

} // namespace heddle::world
