#include "report/line_table.hpp"

#include "report/names.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>

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

bool is_function(Dwarf_Die* scope) {
    const int tag = dwarf_tag(scope);
    return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

int line_of(Dwarf_Line* row) {
    int number = 0;
    return dwarf_lineno(row, &number) == 0 ? number : 0;
}

/// Whether an address is in a function and in none that is inlined there.
bool is_own(Dwarf_Die* scope, Dwarf_Addr address) {
    Dwarf_Die child;
    if (dwarf_haspc(scope, address) != 1) return false;
    if (dwarf_child(scope, &child) != 0) return true;
    do {
        const int tag = dwarf_tag(&child);
        if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_lexical_block) continue;
        if (dwarf_haspc(&child, address) == 1)
            return tag == DW_TAG_lexical_block && is_own(&child, address);
    } while (dwarf_siblingof(&child, &child) == 0);
    return true;
}

/// The row that tells where an address is in a function that it belongs to. A row of its own with
/// line 0 (code that the compiler made up, or made of two places) gives way to the nearest one of
/// the function's own, or else to the nearest earlier one.
Dwarf_Line* row_of(Dwarf_Die* unit, Dwarf_Addr location, Dwarf_Die* function) {
    Dwarf_Lines* lines = nullptr;
    std::size_t count = 0;
    Dwarf_Line* const exact = dwarf_getsrc_die(unit, location);
    if (exact == nullptr || line_of(exact) > 0) return exact;
    if (dwarf_getsrclines(unit, &lines, &count) != 0) return nullptr;
    const char* const own_file = function == nullptr ? nullptr : dwarf_decl_file(function);
    Dwarf_Line* nearest = nullptr;
    Dwarf_Line* earlier = nullptr;
    Dwarf_Addr least = ~Dwarf_Addr{0};
    bool is_before = true;
    for (std::size_t i = 0; i < count; ++i) {
        Dwarf_Line* const row = dwarf_onesrcline(lines, i);
        if (row == exact) is_before = false;
        if (line_of(row) <= 0) continue;
        if (is_before) earlier = row;
        Dwarf_Addr address = 0;
        const char* const file = dwarf_linesrc(row, nullptr, nullptr);
        if (own_file == nullptr || file == nullptr || std::strcmp(file, own_file) != 0 ||
            dwarf_lineaddr(row, &address) != 0 || !is_own(function, address))
            continue;
        const Dwarf_Addr distance = address < location ? location - address : address - location;
        if (distance < least) {
            least = distance;
            nearest = row;
        }
    }
    return nearest != nullptr ? nearest : earlier;
}

position position_of(Dwarf_Die* unit, Dwarf_Addr location, Dwarf_Die* function) {
    Dwarf_Line* const row = row_of(unit, location, function);
    if (row == nullptr) return {};
    const char* const file = dwarf_linesrc(row, nullptr, nullptr);
    return {file == nullptr ? "" : file, static_cast<unsigned>(line_of(row))};
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
    const int count = is_found ? std::max(0, dwarf_getscopes_die(&nearest, &scopes)) : 0;
    std::unique_ptr<Dwarf_Die, decltype(&std::free)> scopes_owner(scopes, &std::free);

    call_stack frames;
    Dwarf_Die* const end = scopes + count;
    Dwarf_Die* function = std::find_if(scopes, end, [](Dwarf_Die& d) { return is_function(&d); });
    position here = position_of(&compile_unit, location, function == end ? nullptr : function);
    if (function == end && here.line != 0) {
        frame& without_function = frames.emplace_back();
        without_function.file = here.file;
        without_function.line = here.line;
    }
    while (function != end) {
        const bool inlined = dwarf_tag(function) == DW_TAG_inlined_subroutine;
        frame next;
        next.function = name_of(function, !inlined);
        next.file = here.file;
        next.line = here.line;
        next.inlined = inlined;
        frames.push_back(std::move(next));
        if (!inlined) break;
        here = call_site_of(function, &compile_unit);
        function = std::find_if(function + 1, end, [](Dwarf_Die& d) { return is_function(&d); });
        // Made of two calls.
        if (here.line == 0 && function != end)
            here = position_of(&compile_unit, location, function);
    }
    return frames;
}

} // namespace heddle::report
