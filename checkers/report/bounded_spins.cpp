#include "report/bounded_spins.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <string_view>

namespace heddle::report {
namespace {

constexpr std::string_view spin_function = "__atomic_spin";
constexpr std::string_view spin_header = "/bits/atomic_wait.h";
constexpr std::string_view spin_count = "__atomic_spin_count";

bool is_instance_of_spin(std::string_view name) {
    return name.starts_with(spin_function) &&
           (name.size() == spin_function.size() || name[spin_function.size()] == '<');
}

struct end_dwarf {
    void operator()(Dwarf* d) const { dwarf_end(d); }
};

/// A file's bytes; none when it cannot be read.
class mapped_file {
public:
    explicit mapped_file(int descriptor) {
        struct stat information {};

        if (fstat(descriptor, &information) != 0 || information.st_size == 0) return;
        size_ = static_cast<std::size_t>(information.st_size);
        bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (bytes_ == MAP_FAILED) size_ = 0;
    }

    ~mapped_file() {
        if (size_ != 0) munmap(bytes_, size_);
    }

    mapped_file(const mapped_file&) = delete;
    mapped_file& operator=(const mapped_file&) = delete;

    /// Most programs have no such code: to look for the name is much faster than to walk through
    /// all that is known of their functions.
    [[nodiscard]] bool contains(std::string_view text) const {
        return size_ != 0 && memmem(bytes_, size_, text.data(), text.size()) != nullptr;
    }

private:
    void* bytes_ = nullptr;
    std::size_t size_ = 0;
};

class spin_finder {
public:
    explicit spin_finder(bounded_spins& found) : found_(found) {}

    void visit(Dwarf_Die* die) {
        switch (dwarf_tag(die)) {
        case DW_TAG_subprogram:
        case DW_TAG_inlined_subroutine: note_function(die); break;
        case DW_TAG_variable: note_constant(die); break;
        default: break;
        }
        Dwarf_Die child;
        for (int more = dwarf_child(die, &child); more == 0;
             more = dwarf_siblingof(&child, &child)) {
            visit(&child);
        }
    }

private:
    void note_function(Dwarf_Die* die) {
        const char* name = dwarf_diename(die);
        const char* file = dwarf_decl_file(die);
        if (name == nullptr || file == nullptr || !is_instance_of_spin(name) ||
            !std::string_view(file).ends_with(spin_header)) {
            return;
        }
        Dwarf_Addr base = 0;
        Dwarf_Addr first = 0;
        Dwarf_Addr end = 0;
        for (std::ptrdiff_t at = 0; (at = dwarf_ranges(die, at, &base, &first, &end)) > 0;) {
            found_.code.emplace_back(first, end);
        }
    }

    void note_constant(Dwarf_Die* die) {
        const char* name = dwarf_diename(die);
        Dwarf_Attribute attribute;
        Dwarf_Sword value = 0;
        if (name != nullptr && name == spin_count &&
            dwarf_formsdata(dwarf_attr(die, DW_AT_const_value, &attribute), &value) == 0) {
            found_.looks = static_cast<std::uint32_t>(value);
        }
    }

    bounded_spins& found_;
};

} // namespace

bounded_spins find_bounded_spins(const std::string& program) {
    bounded_spins found;
    const int file = open(program.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return found;
    if (mapped_file(file).contains(spin_function)) {
        const std::unique_ptr<Dwarf, end_dwarf> dwarf(dwarf_begin(file, DWARF_C_READ));
        spin_finder finder(found);
        Dwarf_CU* unit = nullptr;
        Dwarf_Die die;
        while (dwarf &&
               dwarf_get_units(dwarf.get(), unit, &unit, nullptr, nullptr, &die, nullptr) == 0) {
            finder.visit(&die);
        }
    }
    close(file);
    return found;
}

} // namespace heddle::report
