#include "cli/needed_libraries.hpp"

#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace heddle::cli {
namespace {

namespace fs = std::filesystem;

struct dynamic_section {
    std::vector<std::string> needed;
    std::vector<std::string> search_paths; ///< of folders, separated by colons
};

dynamic_section read_dynamic_section(const fs::path& file) {
    dynamic_section result;
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return result;
    elf_version(EV_CURRENT);
    Elf* const elf = elf_begin(descriptor, ELF_C_READ_MMAP, nullptr);
    for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) == nullptr || header.sh_type != SHT_DYNAMIC) continue;
        Elf_Data* data = elf_getdata(section, nullptr);
        GElf_Dyn entry;
        for (int i = 0; data != nullptr && gelf_getdyn(data, i, &entry) != nullptr; ++i) {
            if (entry.d_tag == DT_NULL) break;
            const bool is_path = entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH;
            if (entry.d_tag != DT_NEEDED && !is_path) continue;
            const char* text = elf_strptr(elf, header.sh_link, entry.d_un.d_val);
            if (text != nullptr) (is_path ? result.search_paths : result.needed).emplace_back(text);
        }
    }
    elf_end(elf);
    close(descriptor);
    return result;
}

/// The folders of a search path; $ORIGIN is that of the file that names it.
std::vector<fs::path> folders_of(std::string_view path, const fs::path& origin) {
    std::vector<fs::path> folders;
    while (!path.empty()) {
        const auto end = std::min(path.find(':'), path.size());
        std::string folder(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
        for (const std::string_view variable : {"${ORIGIN}", "$ORIGIN"}) {
            if (const auto at = folder.find(variable); at != std::string::npos)
                folder.replace(at, variable.size(), origin.string());
        }
        if (!folder.empty()) folders.emplace_back(std::move(folder));
    }
    return folders;
}

class collector {
public:
    void visit(const fs::path& file) {
        const auto section = read_dynamic_section(file);
        std::vector<fs::path> folders;
        const auto add = [&](std::string_view path) {
            const auto more = folders_of(path, file.parent_path());
            folders.insert(folders.end(), more.begin(), more.end());
        };
        for (const auto& path : section.search_paths) add(path);
        if (const char* path = std::getenv("LD_LIBRARY_PATH"); path != nullptr) add(path);
        for (const auto& name : section.needed) {
            for (const auto& folder : folders) {
                std::error_code error;
                const auto library = fs::canonical(folder / name, error);
                if (error) continue;
                if (std::find(found.begin(), found.end(), library) == found.end()) {
                    found.push_back(library);
                    visit(library);
                }
                break;
            }
        }
    }

    std::vector<std::string> found;
};

} // namespace

std::vector<std::string> needed_libraries(const std::string& program) {
    std::error_code error;
    const auto file = fs::canonical(program, error);
    collector all;
    if (!error) all.visit(file);
    return all.found;
}

} // namespace heddle::cli
