#include "world/thread_storage.hpp"

#include "world/program.hpp"
#include "world/restorable.hpp"

#include <asm/prctl.h>
#include <elf.h>
#include <immintrin.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace heddle::world {
namespace {

const bool has_fsgsbase = (getauxval(AT_HWCAP2) & 2u) != 0; // HWCAP2_FSGSBASE

bool separate = true; // each simulated thread has its own copy of everything
int* error = nullptr;
void* cxx = nullptr; // libstdc++'s thread-local variables, of which the first are the
                     // __cxa_eh_globals
std::size_t cxx_size = 0;

std::uintptr_t shared_low = 0;
std::uintptr_t shared_size = 0;

__attribute__((target("fsgsbase"))) void write_thread_pointer(std::uintptr_t p) {
    _writefsbase_u64(p);
}

void install_thread_pointer(std::uintptr_t p) {
    if (has_fsgsbase) {
        write_thread_pointer(p);
    } else {
        syscall(SYS_arch_prctl, ARCH_SET_FS, p);
    }
}

} // namespace

void choose_thread_storage() {
    const memory_range library = cxx_runtime_storage();
    cxx = reinterpret_cast<void*>(library.begin);
    cxx_size = library.end - library.begin;
    error = &errno;
    // Each thread has a locale of its own, too.
    separate = has_thread_locals() || cxx_size > sizeof(runtime_storage::cxx) ||
               imports_any([](std::string_view name) { return name == "uselocale"; });
    if (separate) return;
    // The static storage block ends where the thread pointer points to (x86-64 psABI, variant II).
    std::uintptr_t pointer = 0;
    asm("mov %%fs:0, %0" : "=r"(pointer));
    shared_low = reinterpret_cast<std::uintptr_t>(error);
    if (cxx != nullptr) shared_low = std::min(shared_low, library.begin);
    shared_size = pointer - shared_low;
}

bool has_separate_storage() noexcept {
    return separate;
}

bool is_private_to_threads(std::uintptr_t address) noexcept {
    return address - shared_low < shared_size;
}

void switch_thread_storage(runtime_storage& from, const runtime_storage& to,
                           std::uintptr_t to_pointer) {
    if (separate) {
        install_thread_pointer(to_pointer);
        return;
    }
    std::memcpy(from.cxx.data(), cxx, cxx_size);
    std::memcpy(cxx, to.cxx.data(), cxx_size);
    from.error = *error;
    *error = to.error;
}

} // namespace heddle::world
