#include "report/line_table.hpp"

#include "report/names.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>

#include <cstdlib>
#include <memory>
#include <optional>

namespace heddle::report {
namespace {

// GCC gives lambdas no mangled name, but the symbol of one that is a function of its own has it.
std::string name_of(Dwarf_Die* function, bool has_symbol) {
    Dwarf_Attribute attribute;
    for (unsigned kind : {DW_AT_linkage_name, DW_AT_MIPS_linkage_name})
        if (dwarf_attr_integrate(function, kind, &attribute) != nullptr)
            if (const char* mangled = dwarf_formstring(&attribute)) return demangle(mangled);
    const char* plain = dwarf_diename(function);
    const std::string name = plain == nullptr ? "" : plain;
    return has_symbol && name == "operator()" ? "" : name;
}

struct position {
    std::string file;
    unsigned line = 0;
};

/// The source line of an address. Rows with line 0 (code the compiler made up) give way to the
/// nearest earlier row.
position position_of(Dwarf_Die* unit, Dwarf_Addr location) {
    Dwarf_Lines* lines = nullptr;
    std::size_t count = 0;
    if (dwarf_getsrclines(unit, &lines, &count) != 0) return {};
    std::optional<std::size_t> best;
    Dwarf_Line* exact = dwarf_getsrc_die(unit, location);
    for (std::size_t i = 0; i < count; ++i) {
        Dwarf_Line* row = dwarf_onesrcline(lines, i);
        int number = 0;
        if (dwarf_lineno(row, &number) == 0 && number > 0) best = i;
        if (row == exact) break;
    }
    if (exact == nullptr || !best) return {};
    Dwarf_Line* row = dwarf_onesrcline(lines, *best);
    int number = 0;
    dwarf_lineno(row, &number);
    const char* file = dwarf_linesrc(row, nullptr, nullptr);
    return {file == nullptr ? "" : file, static_cast<unsigned>(number)};
}

/// Where an inlined function was called from.
position call_site_of(Dwarf_Die* inlined, Dwarf_Die* unit) {
    position result;
    Dwarf_Attribute attribute;
    Dwarf_Word value = 0;
    if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute), &value) == 0)
        result.line = static_cast<unsigned>(value);
    Dwarf_Files* files = nullptr;
    std::size_t count = 0;
    if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute), &value) == 0 &&
        dwarf_getsrcfiles(unit, &files, &count) == 0)
        if (const char* file = dwarf_filesrc(files, value, nullptr, nullptr)) result.file = file;
    return result;
}

} // namespace

line_table::line_table(Dwarf* debug_info) : debug_info_(debug_info) {
    Dwarf_CU* current = nullptr;
    Dwarf_Die die;
    std::uint8_t kind = 0;
    while (debug_info_ != nullptr &&
           dwarf_get_units(debug_info_, current, &current, nullptr, &kind, &die, nullptr) == 0) {
        if (kind != DW_UT_compile) continue;
        Dwarf_Addr base = 0;
        Dwarf_Addr begin = 0;
        Dwarf_Addr end = 0;
        for (std::ptrdiff_t at = 0; (at = dwarf_ranges(&die, at, &base, &begin, &end)) > 0;)
            // Functions that the linker dropped keep a range at address 0.
            if (begin != 0 && begin < end) units_[begin] = {end, dwarf_dieoffset(&die)};
    }
}

namespace {

enum class search { top_level, everywhere };

// dwarf_getscopes does not find a function that is described inside a namespace, nor one inside
// another function: so GCC describes lambdas. Those are looked for only where others fail.
bool find_innermost_scope(Dwarf_Die* parent, Dwarf_Addr location, search where,
                          Dwarf_Die& innermost) {
    Dwarf_Die child;
    if (dwarf_child(parent, &child) != 0) return false;
    do {
        switch (dwarf_tag(&child)) {
        case DW_TAG_namespace:
        case DW_TAG_class_type:
        case DW_TAG_structure_type:
            if (find_innermost_scope(&child, location, where, innermost)) return true;
            break;
        case DW_TAG_subprogram:
        case DW_TAG_inlined_subroutine:
        case DW_TAG_lexical_block:
            if (dwarf_haspc(&child, location) == 1) {
                if (!find_innermost_scope(&child, location, where, innermost)) innermost = child;
                return true;
            }
            if (where == search::everywhere &&
                find_innermost_scope(&child, location, where, innermost))
                return true;
            break;
        default: break;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

} // namespace

call_stack line_table::frames_at(std::uint64_t location) const {
    auto found = units_.upper_bound(location);
    if (found == units_.begin() || (--found)->second.end <= location) return {};
    Dwarf_Die compile_unit;
    if (dwarf_offdie(debug_info_, found->second.offset, &compile_unit) == nullptr) return {};

    // The chain of what encloses the innermost scope, across the functions that it is inlined into.
    Dwarf_Die nearest;
    Dwarf_Die* scopes = nullptr;
    const bool is_found =
        find_innermost_scope(&compile_unit, location, search::top_level, nearest) ||
        find_innermost_scope(&compile_unit, location, search::everywhere, nearest);
    const int count = is_found ? dwarf_getscopes_die(&nearest, &scopes) : 0;
    std::unique_ptr<Dwarf_Die, decltype(&std::free)> scopes_owner(scopes, &std::free);

    call_stack frames;
    position here = position_of(&compile_unit, location);
    for (int i = 0; i < count; ++i) {
        const int tag = dwarf_tag(&scopes[i]);
        if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram) continue;
        const bool inlined = tag == DW_TAG_inlined_subroutine;
        frame next;
        next.function = name_of(&scopes[i], !inlined);
        next.file = here.file;
        next.line = here.line;
        next.inlined = inlined;
        frames.push_back(std::move(next));
        if (!inlined) break;
        here = call_site_of(&scopes[i], &compile_unit);
    }
    return frames;
}

} // namespace heddle::report
