#include "cli/executable_file.hpp"

#include "cli/failure.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

namespace heddle::cli {
namespace {

/// Closes its descriptor, if it has one.
struct owned_file {
    explicit owned_file(int number) : descriptor(number) {}

    ~owned_file() {
        if (descriptor >= 0) close(descriptor);
    }

    owned_file(const owned_file&) = delete;
    owned_file& operator=(const owned_file&) = delete;
    const int descriptor;
};

struct end_elf {
    void operator()(Elf* elf) const { elf_end(elf); }
};

constexpr std::string_view runtime_library = "libheddle.so";

/// Whether the dynamic section asks for Heddle's runtime.
bool needs_runtime(Elf* elf) {
    for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) == nullptr || header.sh_type != SHT_DYNAMIC) continue;
        Elf_Data* data = elf_getdata(section, nullptr);
        GElf_Dyn entry;
        for (int i = 0; data != nullptr && gelf_getdyn(data, i, &entry) != nullptr; ++i) {
            if (entry.d_tag == DT_NULL) break;
            if (entry.d_tag != DT_NEEDED) continue;
            const char* name = elf_strptr(elf, header.sh_link, entry.d_un.d_val);
            if (name != nullptr && std::string_view(name).starts_with(runtime_library)) return true;
        }
    }
    return false;
}

} // namespace

void require_checkable(const std::string& program) {
    struct stat information {};

    if (program.empty()) throw usage_error("PROGRAM is an empty name");
    if (stat(program.c_str(), &information) != 0)
        throw usage_error(fmt::format("{}: {}", program, std::strerror(errno)));
    if (S_ISDIR(information.st_mode))
        throw usage_error(fmt::format("{}: is a directory, not a program", program));
    if (!S_ISREG(information.st_mode))
        throw usage_error(fmt::format("{}: is not a regular file", program));

    const owned_file file(open(program.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.descriptor < 0)
        throw usage_error(fmt::format("{}: {}", program, std::strerror(errno)));
    elf_version(EV_CURRENT);
    const std::unique_ptr<Elf, end_elf> elf(elf_begin(file.descriptor, ELF_C_READ_MMAP, nullptr));
    GElf_Ehdr header;
    if (!elf || elf_kind(elf.get()) != ELF_K_ELF || gelf_getehdr(elf.get(), &header) == nullptr)
        throw usage_error(fmt::format("{}: is not a compiled program (no ELF file)", program));
    if (header.e_type != ET_EXEC && header.e_type != ET_DYN)
        throw usage_error(fmt::format("{}: is not a linked program", program));
    if (access(program.c_str(), X_OK) != 0)
        throw usage_error(fmt::format("{}: is not executable", program));
    if (!needs_runtime(elf.get()))
        throw usage_error(fmt::format("{}: is not built with Heddle: compile and link it with "
                                      "heddle-c++ (or heddle-cc)",
                                      program));
}

} // namespace heddle::cli
