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
#include <link.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

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

bool exists(const std::string& file) {
    struct stat s {};

    return ::stat(file.c_str(), &s) == 0 && S_ISREG(s.st_mode);
}

// Where code at `pc` finds a library of this name: in the folders of its own library (RUNPATH), of
// LD_LIBRARY_PATH and of the system. Empty if it is in none of them.
std::string find_for(std::uintptr_t pc, const std::string& name) {
    Dl_info info{};
    link_map* map = nullptr;
    Dl_serinfo size{};
    if (dladdr1(reinterpret_cast<void*>(pc), &info, reinterpret_cast<void**>(&map),
                RTLD_DL_LINKMAP) == 0 ||
        dlinfo(map, RTLD_DI_SERINFOSIZE, &size) != 0)
        return {};
    std::vector<std::byte> memory(size.dls_size);
    auto* const folders = reinterpret_cast<Dl_serinfo*>(memory.data());
    if (dlinfo(map, RTLD_DI_SERINFOSIZE, folders) != 0 ||
        dlinfo(map, RTLD_DI_SERINFO, folders) != 0)
        return {};
    for (unsigned i = 0; i < folders->dls_cnt; ++i) {
        std::string file = std::string{folders->dls_serpath[i].dls_name} + "/" + name;
        if (exists(file)) return file;
    }
    return {};
}

// Whether the call can load nothing: there is nothing to load, or it is there.
bool loads_nothing(const char* file, int mode, std::uintptr_t pc) {
    if ((mode & RTLD_NOLOAD) != 0 || is_loaded(file)) return true;
    const std::string name = file;
    if (name.find('$') != std::string::npos) return false; // $ORIGIN and its like: who knows
    if (name.find('/') != std::string::npos) return !exists(name);
    const std::string found = find_for(pc, name);
    return !found.empty() && is_loaded(found.c_str());
}

[[noreturn]] void refuse_library(const char* file, bool at_start) {
    const std::string what =
        std::string{"dlopen of \""} + file +
        "\", which is not loaded when the search begins: link the program with "
        "it, or name it in HEDDLE_PRELOAD";
    if (at_start) frontend::refuse_before_main(what.c_str());
    frontend::refuse(what);
}

} // namespace

extern "C" __attribute__((visibility("hidden"), used)) dlopen_function*
heddle_check_dlopen(const char* file, int mode, std::uintptr_t pc) {
    const bool simulating = world::simulating;
    const bool at_start = world::starting() && world::is_program_code(pc);
    if (file != nullptr && (simulating || at_start)) {
        world::simulating = false; // the linker allocates, and the texts are not the program's
        if (!loads_nothing(file, mode, pc)) refuse_library(file, at_start);
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
    "movq 24(%rsp), %rdx\n"
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
