#include "world/uninstrumented.hpp"

#include "world/program.hpp"
#include "world/world.hpp"

#include <fmt/format.h>

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
    const loaded_module* module;
    bool has_noted_lock = false;
};

// Those that are not instrumented, but for the ones left out.
std::vector<library>& libraries() {
    static std::vector<library> all;
    return all;
}

bool is_left_out(std::string_view library) {
    return std::any_of(left_out.begin(), left_out.end(),
                       [&](const char* name) { return library.starts_with(name); });
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
    for (const loaded_module& m : modules()) {
        const std::string name = m.path.substr(m.path.rfind('/') + 1);
        if (!m.instrumented && !is_left_out(name)) libraries().push_back({name, &m});
    }
    has_uninstrumented_libraries = !libraries().empty();
    for (const library& l : libraries()) {
        for (const memory_range& code : l.module->code) {
            const std::uintptr_t found = find_atomic_instruction(code);
            if (found == 0) continue;
            note_caveat(fmt::format("{} is not instrumented: its atomic operations (the first at "
                                    "{}+{:#x}) and its plain accesses are not seen",
                                    l.name, l.name, found - l.module->bias));
            break;
        }
    }
}

void note_synchronization(std::uintptr_t pc) {
    for (library& l : libraries()) {
        if (l.has_noted_lock || !l.module->contains(pc)) continue;
        l.has_noted_lock = true;
        note_caveat(fmt::format("{} is not instrumented: it takes locks, or waits, which is "
                                "simulated, but its plain accesses are not seen",
                                l.name));
    }
}

} // namespace heddle::world
