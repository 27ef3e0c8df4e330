// What the dynamic linker knows of a module.
#pragma once

#include <elf.h>
#include <link.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace heddle::world {

/// The dynamic section of a loaded module: what it imports and exports.
class dynamic_section {
public:
    dynamic_section(std::uintptr_t bias, const ElfW(Dyn) * entries) {
        for (; entries->d_tag != DT_NULL; ++entries) {
            // The dynamic linker has made addresses of what were offsets.
            const std::uintptr_t value = entries->d_un.d_ptr;
            const std::uintptr_t address = value < bias ? bias + value : value;
            switch (entries->d_tag) {
            case DT_SYMTAB: symbols_ = reinterpret_cast<const ElfW(Sym)*>(address); break;
            case DT_GNU_HASH: hash_ = reinterpret_cast<const std::uint32_t*>(address); break;
            case DT_STRTAB: strings_ = reinterpret_cast<const char*>(address); break;
            case DT_RELA: relocations_[0].begin = address; break;
            case DT_RELASZ: relocations_[0].size = value; break;
            case DT_JMPREL: relocations_[1].begin = address; break;
            case DT_PLTRELSZ: relocations_[1].size = value; break;
            default: break;
            }
        }
    }

    /// The name of an import for which `is_wanted` is true, or nullptr.
    template <class Predicate>
    [[nodiscard]] const char* find_import(const Predicate& is_wanted) const {
        if (symbols_ == nullptr || strings_ == nullptr) return nullptr;
        for (const table& t : relocations_) {
            const auto* first = reinterpret_cast<const ElfW(Rela)*>(t.begin);
            for (std::size_t i = 0; i < t.size / sizeof(ElfW(Rela)); ++i) {
                const auto number = ELF64_R_SYM(first[i].r_info);
                const char* name = strings_ + symbols_[number].st_name;
                if (number != 0 && is_wanted(name)) return name;
            }
        }
        return nullptr;
    }

    /// Calls `visit` with each name that the module exports. The table of symbols does not say
    /// where it ends; the hash table, which lists just those that are defined, does.
    template <class Visit>
    void each_export(const Visit& visit) const {
        if (symbols_ == nullptr || strings_ == nullptr || hash_ == nullptr) return;
        const std::uint32_t buckets = hash_[0];
        const std::uint32_t first = hash_[1];
        const std::uint32_t filter_words = hash_[2];
        const auto* const heads =
            hash_ + 4 + filter_words * (sizeof(ElfW(Addr)) / sizeof(std::uint32_t));
        const auto* const chains = heads + buckets;
        for (std::uint32_t b = 0; b < buckets; ++b) {
            if (heads[b] == 0) continue;
            for (std::uint32_t i = heads[b];; ++i) {
                visit(strings_ + symbols_[i].st_name);
                if ((chains[i - first] & 1u) != 0) break; // the last one of its bucket
            }
        }
    }

private:
    struct table {
        std::uintptr_t begin = 0;
        std::size_t size = 0;
    };

    const ElfW(Sym) * symbols_ = nullptr;
    const char* strings_ = nullptr;
    const std::uint32_t* hash_ = nullptr; // DT_GNU_HASH
    std::array<table, 2> relocations_{};
};

} // namespace heddle::world
