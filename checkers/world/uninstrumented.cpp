#include "world/uninstrumented.hpp"

#include "world/dynamic_section.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

#include <fmt/format.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::world {

namespace {

// Of the C and C++ languages; then what the runtime itself needs.
constexpr std::array left_out{"libc.so",
                              "libm.so",
                              "libstdc++.so",
                              "libgcc_s.so",
                              "libatomic.so",
                              "libpthread.so",
                              "libdl.so",
                              "librt.so",
                              "ld-linux",
                              "linux-vdso.so",
                              "libc++.so",
                              "libc++abi.so",
                              "libunwind.so",
                              "libheddle.so",
                              "libfmt.so",
                              "libcapstone.so",
                              "libboost_context.so"};

struct library {
    std::string name;
    std::uintptr_t bias = 0;
    std::vector<memory_range> code;
    bool has_noted_lock = false;
};

// Those that are not instrumented, but for the ones left out.
std::vector<library>& libraries() {
    static std::vector<library> all;
    return all;
}

int collect(dl_phdr_info* info, std::size_t, void*) {
    const std::string_view path = info->dlpi_name;
    library l{std::string(path.substr(path.rfind('/') + 1)), info->dlpi_addr, {}};
    const bool is_executable = path.empty();
    if (is_executable || std::any_of(left_out.begin(), left_out.end(),
                                     [&](const char* name) { return l.name.starts_with(name); }))
        return 0;
    const ElfW(Dyn)* entries = nullptr;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& header = info->dlpi_phdr[i];
        const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
        if (header.p_type == PT_DYNAMIC) entries = reinterpret_cast<const ElfW(Dyn)*>(begin);
        if (header.p_type == PT_LOAD && (header.p_flags & PF_X) != 0)
            l.code.push_back({begin, begin + header.p_memsz});
    }
    if (entries == nullptr) return 0;
    const auto is_other = [](std::string_view name) { return !name.starts_with("__tsan_"); };
    const bool instrumented =
        dynamic_section(info->dlpi_addr, entries).find_import(is_other) != nullptr;
    if (!instrumented) libraries().push_back(std::move(l));
    return 0;
}

// cmpxchg, xadd, cmpxchg8b and cmpxchg16b, with a lock prefix: what atomics that read and write are
// compiled to, and long enough not to be met by chance.
bool is_atomic_instruction(const std::uint8_t* code) {
    const std::uint8_t* at = code + 1; // after the lock prefix …
    if (*at == 0x66) ++at;             // … that of 16-bit operands …
    if ((*at & 0xf0u) == 0x40) ++at;   // … and REX
    const bool two_bytes = *at++ == 0x0f;
    const bool in_memory = at[1] < 0xc0; // by ModRM
    return two_bytes && in_memory &&
           (*at == 0xb0 || *at == 0xb1 || *at == 0xc0 || *at == 0xc1 || *at == 0xc7);
}

std::uintptr_t find_atomic_instruction(const memory_range& code) {
    constexpr std::size_t longest = 6; // bytes that are looked at
    const auto* at = reinterpret_cast<const std::uint8_t*>(code.begin);
    const auto* const end = reinterpret_cast<const std::uint8_t*>(code.end) - longest;
    while (at < end) {
        at = static_cast<const std::uint8_t*>(
            std::memchr(at, 0xf0, static_cast<std::size_t>(end - at)));
        if (at == nullptr) return 0;
        if (is_atomic_instruction(at)) return reinterpret_cast<std::uintptr_t>(at);
        ++at;
    }
    return 0;
}

} // namespace

bool has_uninstrumented_libraries = false;

void find_uninstrumented_libraries() {
    dl_iterate_phdr(collect, nullptr);
    has_uninstrumented_libraries = !libraries().empty();
    for (const library& l : libraries()) {
        for (const memory_range& code : l.code) {
            const std::uintptr_t found = find_atomic_instruction(code);
            if (found == 0) continue;
            note_caveat(fmt::format("{} is not instrumented: its atomic operations (the first at "
                                    "{}+{:#x}) and its plain accesses are not seen",
                                    l.name, l.name, found - l.bias));
            break;
        }
    }
}

void note_synchronization(std::uintptr_t pc) {
    for (library& l : libraries()) {
        if (l.has_noted_lock || std::none_of(l.code.begin(), l.code.end(), [&](const auto& code) {
                return code.begin <= pc && pc < code.end;
            }))
            continue;
        l.has_noted_lock = true;
        note_caveat(fmt::format("{} is not instrumented: it takes locks, or waits, which is "
                                "simulated, but its plain accesses are not seen",
                                l.name));
    }
}

} // namespace heddle::world
