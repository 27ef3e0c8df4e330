#include "world/program.hpp"

#include "world/dynamic_section.hpp"
#include "world/state.hpp"
#include "world/thread_storage.hpp"

#include <cxxabi.h>
#include <elf.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <mutex>
#include <string_view>

namespace heddle::world {
namespace {

struct segment {
    std::uintptr_t address;
    std::vector<std::byte> saved;
};

struct storage_image { // a module's initial thread_local variables
    std::vector<std::byte> initial;
    std::size_t size;
    std::ptrdiff_t offset; // from the thread pointer, the same in every thread
};

struct thread_storage {
    std::uintptr_t pointer;
    int* error;
    void* exceptions;
};

std::vector<loaded_module> all_modules;
std::vector<memory_range> program_globals;
std::vector<memory_range> writable;
std::vector<segment> saved;
std::vector<storage_image> images;
std::vector<thread_storage> storages;
std::mutex storages_lock;
bool constructing = false;
memory_range runtime{}, libc{}, linker{}, unwinder{}, libatomic{}, cxx_storage{};

// libc++ has its threads keep state in its own globals (the key of each thread's data), which must
// be as new in each execution. libstdc++ keeps none.
bool is_restored_library(std::string_view name) {
    return name.starts_with("libc++.so") || name.starts_with("libc++abi.so");
}

bool is_system_path(std::string_view path) {
    return path.starts_with("/lib") || path.starts_with("/usr/lib") ||
           path.starts_with("linux-vdso");
}

// Capstone is there for the runtime's sake. It holds no pointer of the program's, but its tables
// are full of numbers that look like one.
bool is_disassembler(std::string_view name) {
    return name.starts_with("libcapstone.so");
}

bool imports_runtime(std::uintptr_t bias, const ElfW(Dyn) * entries) {
    const auto is_runtimes = [](std::string_view name) { return name.starts_with("__tsan_"); };
    return entries != nullptr && dynamic_section(bias, entries).find_import(is_runtimes) != nullptr;
}

int visit(dl_phdr_info* info, std::size_t, void* data) {
    const auto& self = *static_cast<const std::uintptr_t*>(data);
    loaded_module m{info->dlpi_name, info->dlpi_addr, ~std::uintptr_t{0}, 0, false};
    const bool executable = all_modules.empty();
    if (executable) {
        std::array<char, PATH_MAX> path{};
        const auto length = readlink("/proc/self/exe", path.data(), path.size() - 1);
        m.path.assign(path.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    }
    memory_range relro{};
    std::vector<memory_range> own;
    const ElfW(Phdr)* storage = nullptr;
    const ElfW(Dyn)* entries = nullptr;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& p = info->dlpi_phdr[i];
        const std::uintptr_t begin = m.bias + p.p_vaddr;
        if (p.p_type == PT_LOAD) {
            m.begin = std::min(m.begin, begin);
            m.end = std::max(m.end, begin + p.p_memsz);
            if ((p.p_flags & PF_X) != 0) m.code.push_back({begin, begin + p.p_memsz});
            if ((p.p_flags & PF_W) != 0) own.push_back({begin, begin + p.p_memsz});
        } else if (p.p_type == PT_GNU_RELRO) {
            const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
            relro = {begin, (begin + p.p_memsz) & ~(page - 1)};
        } else if (p.p_type == PT_TLS) {
            storage = &p;
        } else if (p.p_type == PT_DYNAMIC) {
            entries = reinterpret_cast<const ElfW(Dyn)*>(begin);
        }
    }
    for (auto& r : own) {
        if (r.begin < relro.end && relro.begin <= r.begin) r.begin = std::min(r.end, relro.end);
    }
    const bool is_runtime = m.begin <= self && self < m.end;
    if (is_runtime) runtime = {m.begin, m.end};
    const std::string_view name = std::string_view(m.path).substr(m.path.rfind('/') + 1);
    if (name.starts_with("libc.so") || name.starts_with("libc-")) libc = {m.begin, m.end};
    if (name.starts_with("libstdc++.so") && storage != nullptr && info->dlpi_tls_data != nullptr) {
        const auto begin = reinterpret_cast<std::uintptr_t>(info->dlpi_tls_data);
        cxx_storage = {begin, begin + storage->p_memsz};
    }
    if (name.starts_with("libatomic.so")) libatomic = {m.begin, m.end};
    if (name.starts_with("libgcc_s.so")) unwinder = {m.begin, m.end};
    if (name.starts_with("ld-linux")) linker = {m.begin, m.end};
    m.program = executable || is_restored_library(name) ||
                (!is_runtime && !m.path.empty() && !is_system_path(m.path));
    m.instrumented = executable || imports_runtime(m.bias, entries);
    if (!is_runtime && !is_disassembler(name))
        writable.insert(writable.end(), own.begin(), own.end());
    if (m.program) {
        program_globals.insert(program_globals.end(), own.begin(), own.end());
        if (storage != nullptr && storage->p_memsz > 0 && info->dlpi_tls_data != nullptr) {
            storage_image image;
            const auto* from = reinterpret_cast<const std::byte*>(m.bias + storage->p_vaddr);
            image.initial.assign(from, from + storage->p_filesz);
            image.size = storage->p_memsz;
            std::uintptr_t pointer = 0;
            asm("mov %%fs:0, %0" : "=r"(pointer));
            image.offset = static_cast<std::byte*>(info->dlpi_tls_data) -
                           reinterpret_cast<std::byte*>(pointer);
            images.push_back(std::move(image));
        }
    }
    all_modules.push_back(std::move(m));
    return 0;
}

bool within(std::uintptr_t p, const memory_range& r) {
    return r.begin <= p && p < r.end;
}

} // namespace

void read_modules() {
    if (!all_modules.empty()) return;
    auto self = reinterpret_cast<std::uintptr_t>(&read_modules);
    dl_iterate_phdr(visit, &self);
}

void begin_constructors() noexcept {
    constructing = true;
}

void end_constructors() noexcept {
    constructing = false;
}

bool starting() noexcept {
    return constructing;
}

bool is_program_code(std::uintptr_t pc) noexcept {
    return std::any_of(all_modules.begin(), all_modules.end(),
                       [pc](const loaded_module& m) { return m.program && m.contains(pc); });
}

bool is_runtime_code(std::uintptr_t pc) noexcept {
    return within(pc, runtime);
}

bool is_unwinder_code(std::uintptr_t pc) noexcept {
    return within(pc, unwinder);
}

bool is_system_allocator_caller(std::uintptr_t pc) noexcept {
    return within(pc, libc) || within(pc, linker) || within(pc, runtime);
}

bool is_program_memory(const void* p) noexcept {
    const auto a = reinterpret_cast<std::uintptr_t>(p);
    for (const auto& r : program_globals) {
        if (within(a, r)) return true;
    }
    if (state == nullptr) return false;
    for (const auto& t : state->threads) {
        if (t.on.stack_low <= a && a < t.on.stack_high) return true;
    }
    return false;
}

void remember_thread_storage(std::uintptr_t thread_pointer) {
    const std::lock_guard guard(storages_lock);
    storages.push_back({thread_pointer, &errno, abi::__cxa_get_globals()});
}

namespace {

constexpr std::size_t exceptions_size = 2 * sizeof(void*);

// Another thread's copy of libstdc++'s thread-local variables: at the same distance from its thread
// pointer as the calling thread's.
void* cxx_storage_of(const thread_storage& s) {
    std::uintptr_t own = 0;
    asm("mov %%fs:0, %0" : "=r"(own));
    return reinterpret_cast<void*>(s.pointer + (cxx_storage.begin - own));
}

std::byte* image_in(const thread_storage& s, const storage_image& image) {
    return reinterpret_cast<std::byte*>(s.pointer) + image.offset;
}

void reset(const thread_storage& s) {
    *s.error = 0;
    std::memset(s.exceptions, 0, exceptions_size);
    for (const auto& image : images) {
        std::byte* const to = image_in(s, image);
        std::memcpy(to, image.initial.data(), image.initial.size());
        std::memset(to + image.initial.size(), 0, image.size - image.initial.size());
    }
}

} // namespace

void snapshot_globals() {
    saved.clear();
    for (const auto& r : program_globals) {
        const auto* from = reinterpret_cast<const std::byte*>(r.begin);
        saved.push_back({r.begin, {from, from + (r.end - r.begin)}});
    }
}

void restore_globals() {
    for (const auto& s : saved) {
        std::memcpy(reinterpret_cast<void*>(s.address), s.saved.data(), s.saved.size());
    }
    for (const auto& s : storages) reset(s);
}

void renew_thread_locals(std::uintptr_t thread_pointer,
                         void (*renewed)(std::uintptr_t begin, std::uintptr_t end)) {
    if (!has_separate_storage()) return; // fibers keep it
    for (const auto& s : storages) {
        if (s.pointer != thread_pointer) continue;
        reset(s);
        for (const auto& image : images) {
            const auto begin = reinterpret_cast<std::uintptr_t>(image_in(s, image));
            renewed(begin, begin + image.size);
        }
    }
}

void keep_globals(byte_buffer& to) {
    for (const auto& r : program_globals) {
        to.put(reinterpret_cast<const void*>(r.begin), r.end - r.begin);
    }
    if (!has_separate_storage()) return; // fibers keep it
    to.put(storages.size());
    for (const auto& s : storages) {
        to.put(s.error, sizeof *s.error);
        to.put(cxx_storage_of(s), cxx_storage.end - cxx_storage.begin);
        for (const auto& image : images) to.put(image_in(s, image), image.size);
    }
}

void put_back_globals(byte_buffer::reader& from) {
    for (const auto& r : program_globals) {
        from.get(reinterpret_cast<void*>(r.begin), r.end - r.begin);
    }
    if (!has_separate_storage()) return;
    const auto count = from.get<std::size_t>();
    for (std::size_t i = 0; i < count; ++i) {
        const auto& s = storages[i];
        from.get(s.error, sizeof *s.error);
        from.get(cxx_storage_of(s), cxx_storage.end - cxx_storage.begin);
        for (const auto& image : images) from.get(image_in(s, image), image.size);
    }
    // Those that have come since belong to threads that there were not then.
    for (std::size_t i = count; i < storages.size(); ++i) reset(storages[i]);
}

const std::vector<memory_range>& program_memory() noexcept {
    return program_globals;
}

bool has_thread_locals() noexcept {
    return !images.empty();
}

memory_range cxx_runtime_storage() noexcept {
    return cxx_storage;
}

const std::vector<loaded_module>& modules() {
    return all_modules;
}

std::vector<memory_range> writable_memory() {
    return writable;
}

std::vector<memory_range> thread_local_memory() {
    std::vector<memory_range> ranges;
    for (const auto& s : storages) {
        for (const auto& image : images) {
            const std::uintptr_t begin = s.pointer + static_cast<std::uintptr_t>(image.offset);
            ranges.push_back({begin, begin + image.size});
        }
    }
    return ranges;
}

bool is_instrumented(std::uintptr_t address) noexcept {
    return std::any_of(all_modules.begin(), all_modules.end(), [address](const loaded_module& m) {
        return m.instrumented && m.contains(address);
    });
}

void note_libatomic(std::uintptr_t function) noexcept {
    if (within(function, libatomic)) return;
    const auto look = [](dl_phdr_info* info, std::size_t, void* data) {
        const auto wanted = *static_cast<const std::uintptr_t*>(data);
        for (int i = 0; i < info->dlpi_phnum; ++i) {
            const auto& p = info->dlpi_phdr[i];
            const std::uintptr_t begin = info->dlpi_addr + p.p_vaddr;
            if (p.p_type == PT_LOAD && within(wanted, {begin, begin + p.p_memsz}))
                libatomic = {begin, begin + p.p_memsz};
        }
        return 0;
    };
    dl_iterate_phdr(look, &function);
}

bool is_libatomic_code(std::uintptr_t pc) noexcept {
    return within(pc, libatomic);
}

} // namespace heddle::world
