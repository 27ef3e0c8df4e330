#include "world/machine_code.hpp"

#include "world/program.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>

namespace heddle::world {

code_reader::code_reader() : usable_(cs_open(CS_ARCH_X86, CS_MODE_64, &handle_) == CS_ERR_OK) {
    if (!usable_) return;
    cs_option(handle_, CS_OPT_DETAIL, CS_OPT_ON);
    instruction_ = cs_malloc(handle_);
}

code_reader::~code_reader() {
    if (!usable_) return;
    cs_free(instruction_, 1);
    cs_close(&handle_);
}

const cs_insn* code_reader::at(std::uintptr_t address) {
    if (!usable_) return nullptr;
    const auto& all = modules();
    const auto m = std::find_if(all.begin(), all.end(), [&](const loaded_module& each) {
        return each.program && each.begin <= address && address < each.end;
    });
    if (m == all.end()) return nullptr;
    const auto* code = reinterpret_cast<const std::uint8_t*>(address);
    std::size_t size = m->end - address;
    std::uint64_t location = address;
    return cs_disasm_iter(handle_, &code, &size, &location, instruction_) ? instruction_ : nullptr;
}

std::uintptr_t code_reader::function_behind(std::uintptr_t target) {
    const cs_insn* jump = target == 0 ? nullptr : at(target);
    if (jump != nullptr && jump->id == X86_INS_ENDBR64) jump = at(target + jump->size);
    if (jump == nullptr || jump->id != X86_INS_JMP) return 0;
    const cs_x86& x86 = jump->detail->x86;
    if (x86.op_count != 1 || x86.operands[0].type != X86_OP_MEM ||
        x86.operands[0].mem.base != X86_REG_RIP || x86.operands[0].mem.index != X86_REG_INVALID)
        return 0;
    const std::uintptr_t entry =
        jump->address + jump->size + static_cast<std::uintptr_t>(x86.operands[0].mem.disp);
    std::uintptr_t function = 0;
    std::memcpy(&function, reinterpret_cast<const void*>(entry), sizeof function);
    return function;
}

std::uintptr_t target_of(const cs_insn& i) noexcept {
    const cs_x86& x86 = i.detail->x86;
    return x86.op_count == 1 && x86.operands[0].type == X86_OP_IMM
               ? static_cast<std::uintptr_t>(x86.operands[0].imm)
               : 0;
}

bool is_in_group(const cs_insn& i, unsigned group) noexcept {
    const auto* begin = i.detail->groups;
    const auto* end = begin + i.detail->groups_count;
    return std::find(begin, end, group) != end;
}

bool is_return(const cs_insn& i) noexcept {
    return is_in_group(i, CS_GRP_RET) || is_in_group(i, CS_GRP_IRET);
}

bool is_jump(const cs_insn& i) noexcept {
    return is_in_group(i, CS_GRP_JUMP) || is_in_group(i, CS_GRP_BRANCH_RELATIVE);
}

bool is_trap(const cs_insn& i) noexcept {
    return i.id == X86_INS_UD2 || i.id == X86_INS_INT3 || i.id == X86_INS_HLT;
}

bool is_operation(std::uintptr_t function) {
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

} // namespace heddle::world
