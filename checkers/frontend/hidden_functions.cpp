#include "frontend/hidden_functions.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#include <cstdint>
#include <filesystem>

namespace heddle::frontend {

namespace {

/// What the dynamic section of a loaded module says.
struct dynamic_symbols {
    const ElfW(Sym) * symbols = nullptr;
    const char* names = nullptr;
    const std::uint32_t* hash = nullptr; // DT_GNU_HASH

    explicit dynamic_symbols(const link_map& module) {
        for (const ElfW(Dyn)* d = module.l_ld; d->d_tag != DT_NULL; ++d) {
            const auto* const at = reinterpret_cast<const void*>(d->d_un.d_ptr);
            if (d->d_tag == DT_SYMTAB) symbols = static_cast<const ElfW(Sym)*>(at);
            if (d->d_tag == DT_STRTAB) names = static_cast<const char*>(at);
            if (d->d_tag == DT_GNU_HASH) hash = static_cast<const std::uint32_t*>(at);
        }
    }

    /// Calls `visit` with each name that the module exports. The table of symbols does not say
    /// where it ends; the hash table, which lists just those that are defined, does.
    template <class Visit>
    void each(const Visit& visit) const {
        const std::uint32_t buckets = hash[0];
        const std::uint32_t first = hash[1];
        const std::uint32_t filter_words = hash[2];
        const auto* const heads =
            hash + 4 + filter_words * (sizeof(ElfW(Addr)) / sizeof(std::uint32_t));
        const auto* const chains = heads + buckets;
        for (std::uint32_t b = 0; b < buckets; ++b) {
            if (heads[b] == 0) continue;
            for (std::uint32_t i = heads[b];; ++i) {
                visit(names + symbols[i].st_name);
                if ((chains[i - first] & 1u) != 0) break; // the last one of its bucket
            }
        }
    }
};

const link_map* own_module() {
    Dl_info ignored{};
    link_map* module = nullptr;
    dladdr1(reinterpret_cast<const void*>(&own_module), &ignored, reinterpret_cast<void**>(&module),
            RTLD_DL_LINKMAP);
    return module;
}

} // namespace

std::string hidden_function() {
    const link_map* const own = own_module();
    const link_map* program = own;
    while (program->l_prev != nullptr) program = program->l_prev;
    std::string hidden;
    dynamic_symbols(*own).each([&](const char* name) {
        if (!hidden.empty()) return;
        Dl_info found{};
        link_map* module = nullptr;
        void* const address = dlsym(RTLD_DEFAULT, name);
        if (dladdr1(address, &found, reinterpret_cast<void**>(&module), RTLD_DL_LINKMAP) == 0)
            return;
        if (module == own || module == program) return;
        hidden = std::string{name} + ", which " +
                 std::filesystem::path{module->l_name}.filename().string() + " defines, too";
    });
    return hidden;
}

} // namespace heddle::frontend
