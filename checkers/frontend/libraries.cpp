// Libraries that are loaded by name. What they keep in globals and thread_locals is known of those
// only that are there when the search begins.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "frontend/real.hpp"
#include "frontend/refused.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <dlfcn.h>

#include <cstdint>
#include <string>

namespace {

using namespace heddle;
using dlopen_function = void*(const char*, int);

constinit const frontend::real::function<dlopen_function> real_dlopen{"dlopen"};
constinit const frontend::real::function<int(void*)> real_dlclose{"dlclose"};

bool is_loaded(const char* file) {
    void* const handle = real_dlopen(file, RTLD_LAZY | RTLD_NOLOAD);
    if (handle == nullptr) {
        dlerror(); // nobody's
        return false;
    }
    real_dlclose(handle);
    return true;
}

[[noreturn]] void refuse_library(const char* file, bool at_start) {
    const std::string what =
        std::string{"dlopen of \""} + file +
        "\", which is not loaded when the search begins: link the program with "
        "it, or name it in LD_PRELOAD";
    if (at_start) frontend::refuse_before_main(what.c_str());
    frontend::refuse(what);
}

} // namespace

extern "C" __attribute__((visibility("hidden"), used)) dlopen_function*
heddle_check_dlopen(const char* file, std::uintptr_t pc) {
    const bool simulating = world::simulating;
    const bool at_start = world::starting() && world::is_program_code(pc);
    if (file != nullptr && (simulating || at_start)) {
        world::simulating = false; // the linker allocates, and the texts are not the program's
        if (!is_loaded(file)) refuse_library(file, at_start);
        world::simulating = simulating;
    }
    return real_dlopen.get();
}

HEDDLE_REFUSED(void*, dlmopen, noexcept, (Lmid_t space, const char* file, int mode),
               (space, file, mode))

// Where a library is looked for depends on who calls dlopen: the real one is jumped to.
asm(".pushsection .text\n"
    ".globl dlopen\n"
    ".type dlopen, @function\n"
    ".p2align 4\n"
    "dlopen:\n"
    ".cfi_startproc\n"
    "pushq %rdi\n"
    ".cfi_adjust_cfa_offset 8\n"
    "pushq %rsi\n"
    ".cfi_adjust_cfa_offset 8\n"
    "subq $8, %rsp\n"
    ".cfi_adjust_cfa_offset 8\n"
    "movq 24(%rsp), %rsi\n"
    "call heddle_check_dlopen\n"
    "addq $8, %rsp\n"
    ".cfi_adjust_cfa_offset -8\n"
    "popq %rsi\n"
    ".cfi_adjust_cfa_offset -8\n"
    "popq %rdi\n"
    ".cfi_adjust_cfa_offset -8\n"
    "jmp *%rax\n"
    ".cfi_endproc\n"
    ".size dlopen, .-dlopen\n"
    ".popsection\n");
