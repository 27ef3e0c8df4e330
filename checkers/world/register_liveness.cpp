#include "world/register_liveness.hpp"

#include "world/program.hpp"
#include "world/register_accesses.hpp"

#include <capstone/capstone.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace heddle::world {

namespace {

constexpr std::size_t most_instructions = 4096;

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

private:
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

// The function that a target leads to, if that is an entry of the procedure linkage table; or 0.
std::uintptr_t linked_function(code_reader& code, std::uintptr_t target) {
    const cs_insn* jump = target == 0 ? nullptr : code.at(target);
    if (jump != nullptr && jump->id == X86_INS_ENDBR64) jump = code.at(target + jump->size);
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

// Functions that end by an exception or not at all: what stands after the call is something else.
bool never_returns(std::uintptr_t function) {
    constexpr std::array names{
        "_Unwind_Resume",
        "__cxa_throw",
        "__cxa_rethrow",
        "__cxa_bad_cast",
        "__cxa_throw_bad_array_new_length",
        "_ZSt9terminatev",
        "_ZSt16__throw_bad_castv",
        "_ZSt17__throw_bad_allocv",
        "_ZSt19__throw_logic_errorPKc",
        "_ZSt20__throw_length_errorPKc",
        "_ZSt20__throw_out_of_rangePKc",
        "_ZSt24__throw_out_of_range_fmtPKcz",
        "_ZSt20__throw_system_errori",
        "_ZSt20__throw_future_errori",
        "_ZSt25__throw_bad_function_callv",
        "_ZSt28__throw_bad_array_new_lengthv",
        "__assert_fail",
        "__stack_chk_fail",
        "abort",
        "exit",
        "_exit",
        "_Exit",
        "quick_exit",
        "pthread_exit",
        "thrd_exit",
        "longjmp",
        "siglongjmp",
    };
    static const auto functions = [&] {
        std::array<std::uintptr_t, names.size()> result{};
        std::transform(names.begin(), names.end(), result.begin(), function_named);
        return result;
    }();
    return function != 0 &&
           std::find(functions.begin(), functions.end(), function) != functions.end();
}

// A function that the program calls from another module.
struct callee {
    bool throws; // or may do so
    bool returns;
};

// The dynamic linker takes its time to find a name.
callee callee_at(std::uintptr_t function) {
    static std::unordered_map<std::uintptr_t, callee> known;
    const auto found = known.find(function);
    if (found != known.end()) return found->second;
    return known[function] = {!throws_nothing(function), !never_returns(function)};
}

class follower {
public:
    follower(std::uintptr_t return_address, const frame_layout& frame) {
        if (const function_frame* const f = function_of(return_address - 1); f != nullptr) {
            first_ = f->begin();
            for (std::size_t i = 0; i < preserved_registers; ++i) {
                if (frame.saved[i] != 0) saved_ |= whole_of(i);
            }
        }
        open(return_address, all_parts);
        leave_by_exception(return_address - 1, all_parts);
    }

    register_liveness run() {
        for (std::size_t count = 0; !open_.empty(); ++count) {
            auto [address, undecided] = open_.back();
            open_.pop_back();
            undecided = without(undecided, found_.read);
            undecided = without(undecided, seen_[address]);
            if (undecided == no_parts) continue;
            seen_[address] |= undecided;
            if (count == most_instructions || !follow(address, undecided)) return {};
        }
        return found_;
    }

private:
    void open(std::uintptr_t address, register_parts undecided) {
        open_.emplace_back(address, undecided);
    }

    // Its description, valid until the next call; or nullptr.
    const function_frame* function_of(std::uintptr_t instruction) {
        const auto known =
            std::find_if(functions_.begin(), functions_.end(),
                         [&](const function_frame& f) { return f.contains(instruction); });
        if (known != functions_.end()) return &*known;
        const auto found = function_frame::of(instruction);
        if (!found) return nullptr;
        functions_.push_back(*found);
        return &functions_.back();
    }

    // The unwinder restores what the function has saved for its caller, from where it has saved it;
    // and a register that was saved at the beginning is saved until it is written.
    void leave_by_exception(std::uintptr_t call, register_parts undecided) {
        const function_frame* const f = function_of(call);
        if (f == nullptr) {
            found_.read |= undecided;
            return;
        }
        const landing l = f->landing_of(call);
        if (!l.known) {
            found_.read |= undecided;
            return;
        }
        if (l.pad != 0) open(l.pad, undecided);
        // Also where there is a landing pad: it may be for other exceptions.
        found_.passed |= f->begin() == first_ ? without(undecided, saved_) : undecided;
    }

    void follow_call(const cs_insn& i, register_parts undecided) {
        const std::uintptr_t address = i.address;
        const std::uintptr_t next = address + i.size;
        const std::uintptr_t target = target_of(i);
        const std::uintptr_t linked = linked_function(code_, target); // ends the life of `i`
        const callee called = callee_at(linked);
        if (called.throws) leave_by_exception(address, undecided);
        if (!called.returns) return;
        const function_frame* const f = function_of(address);
        // A call to nearby is none: it tells where the code is, or stands for an indirect jump.
        const bool is_call = f != nullptr && (!f->contains(target) || target == f->begin());
        if (!is_call) {
            found_.read |= undecided;
        } else if (next != f->end()) { // else it does not return
            open(next, undecided);
        }
    }

    void follow_jump(const cs_insn& i, register_parts undecided) {
        const std::uintptr_t address = i.address;
        const std::uintptr_t next = address + i.size;
        const bool always = i.id == X86_INS_JMP;
        const std::uintptr_t target = target_of(i);
        const function_frame* const f = function_of(address);
        const bool stays = f != nullptr && f->contains(target);
        if (target == 0) {
            found_.read |= undecided;
        } else if (!stays && linked_function(code_, target) != 0) { // called instead of a return
            found_.passed |= undecided;
        } else {
            open(target, undecided);
        }
        if (!always) open(next, undecided);
    }

    // What an instruction does, and what comes after it. Returns false if it is none.
    bool follow(std::uintptr_t address, register_parts undecided) {
        const cs_insn* const i = code_.at(address);
        if (i == nullptr) return false;
        const std::uintptr_t next = address + i->size;
        const register_accesses a = accesses_of(*i);
        found_.read |= undecided & a.read;
        undecided = without(undecided, a.read | a.overwritten);
        if (is_in_group(*i, CS_GRP_RET)) {
            found_.passed |= undecided;
        } else if (is_in_group(*i, CS_GRP_CALL)) {
            follow_call(*i, undecided);
        } else if (is_in_group(*i, CS_GRP_JUMP) || is_in_group(*i, CS_GRP_BRANCH_RELATIVE)) {
            follow_jump(*i, undecided);
        } else if (is_in_group(*i, CS_GRP_IRET)) {
            found_.read |= undecided;
        } else if (i->id != X86_INS_UD2 && i->id != X86_INS_INT3 && i->id != X86_INS_HLT) {
            open(next, undecided);
        }
        return true;
    }

    code_reader code_;
    std::vector<function_frame> functions_;
    std::uintptr_t first_ = 0; // the frame's function
    register_parts saved_ = no_parts;
    register_liveness found_{no_parts, no_parts};
    std::vector<std::pair<std::uintptr_t, register_parts>> open_;
    std::unordered_map<std::uintptr_t, register_parts> seen_; // what was undecided there
};

} // namespace

register_liveness liveness_after_call(std::uintptr_t return_address, const frame_layout& frame) {
    return follower{return_address, frame}.run();
}

} // namespace heddle::world
