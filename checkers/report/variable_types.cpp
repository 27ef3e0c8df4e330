#include "report/variable_types.hpp"

#include "report/names.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>

#include <optional>

namespace heddle::report {
namespace {

/// The DIE that an attribute refers to.
std::optional<Dwarf_Die> referred(Dwarf_Die* die, unsigned attribute_name) {
    Dwarf_Attribute attribute;
    Dwarf_Die target;
    if (dwarf_attr_integrate(die, attribute_name, &attribute) == nullptr ||
        dwarf_formref_die(&attribute, &target) == nullptr)
        return std::nullopt;
    return target;
}

/// The type of a variable, member or array element, without typedefs and qualifiers.
std::optional<Dwarf_Die> type_of(Dwarf_Die* die) {
    auto type = referred(die, DW_AT_type);
    if (!type) return std::nullopt;
    Dwarf_Die bare;
    if (dwarf_peel_type(&*type, &bare) != 0) return std::nullopt;
    return bare;
}

std::uint64_t number_of(Dwarf_Die* die, unsigned attribute_name) {
    Dwarf_Attribute attribute;
    Dwarf_Word value = 0;
    dwarf_formudata(dwarf_attr_integrate(die, attribute_name, &attribute), &value);
    return value;
}

std::uint64_t size_of(Dwarf_Die* type) {
    Dwarf_Word size = 0;
    return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

bool is_library_type(Dwarf_Die* type) {
    const char* file = dwarf_decl_file(type);
    return file != nullptr && is_library_path(brief_path(file, {}));
}

std::string rest(std::uint64_t offset) {
    return offset == 0 ? "" : "+" + std::to_string(offset);
}

std::string part_of(Dwarf_Die* type, std::uint64_t offset);

std::string part_of_class(Dwarf_Die* type, std::uint64_t offset) {
    Dwarf_Die child;
    for (int more = dwarf_child(type, &child); more == 0; more = dwarf_siblingof(&child, &child)) {
        const int tag = dwarf_tag(&child);
        if (tag != DW_TAG_member && tag != DW_TAG_inheritance) continue;
        auto member_type = type_of(&child);
        if (!member_type || dwarf_hasattr(&child, DW_AT_external) != 0) continue;
        const std::uint64_t start = number_of(&child, DW_AT_data_member_location);
        if (offset < start || offset - start >= size_of(&*member_type)) continue;
        const char* name = tag == DW_TAG_member ? dwarf_diename(&child) : nullptr;
        return (name == nullptr ? std::string() : "." + std::string(name)) +
               part_of(&*member_type, offset - start);
    }
    return rest(offset);
}

/// The part of a value of this type at an offset.
std::string part_of(Dwarf_Die* type, std::uint64_t offset) {
    switch (dwarf_tag(type)) {
    case DW_TAG_array_type: {
        auto element = type_of(type);
        const std::uint64_t size = element ? size_of(&*element) : 0;
        if (size == 0) return rest(offset);
        return "[" + std::to_string(offset / size) + "]" + part_of(&*element, offset % size);
    }
    case DW_TAG_class_type:
    case DW_TAG_structure_type:
        return is_library_type(type) ? rest(offset) : part_of_class(type, offset);
    default: return rest(offset);
    }
}

/// The fixed address that a variable's location expression gives.
std::optional<std::uint64_t> address_of(Dwarf_Die* variable) {
    Dwarf_Attribute attribute;
    Dwarf_Op* expression = nullptr;
    std::size_t length = 0;
    if (dwarf_attr(variable, DW_AT_location, &attribute) == nullptr ||
        dwarf_getlocation(&attribute, &expression, &length) != 0 || length != 1)
        return std::nullopt;
    if (expression[0].atom == DW_OP_addr) return expression[0].number;
    Dwarf_Attribute indexed; // DWARF 5: an index into the table of addresses
    Dwarf_Addr location = 0;
    if (dwarf_getlocation_attr(&attribute, expression, &indexed) == 0 &&
        dwarf_formaddr(&indexed, &location) == 0)
        return location;
    return std::nullopt;
}

/// Calls `found` for every variable at or below the siblings of `first`.
template <class Found>
void each_variable(Dwarf_Die* parent, const Found& found) {
    Dwarf_Die child;
    for (int more = dwarf_child(parent, &child); more == 0;
         more = dwarf_siblingof(&child, &child)) {
        switch (dwarf_tag(&child)) {
        case DW_TAG_variable: found(&child); break;
        case DW_TAG_namespace:
        case DW_TAG_subprogram:
        case DW_TAG_lexical_block: each_variable(&child, found); break;
        default: break;
        }
    }
}

} // namespace

variable_types::variable_types(Dwarf* debug_info) : debug_info_(debug_info) {
    Dwarf_CU* current = nullptr;
    Dwarf_Die unit;
    std::uint8_t kind = 0;
    while (debug_info_ != nullptr &&
           dwarf_get_units(debug_info_, current, &current, nullptr, &kind, &unit, nullptr) == 0)
        if (kind == DW_UT_compile)
            each_variable(&unit, [&](Dwarf_Die* variable) {
                if (const auto location = address_of(variable))
                    variables_[*location] = dwarf_dieoffset(variable);
            });
}

std::string variable_types::part_at(std::uint64_t variable, std::uint64_t offset) const {
    const auto found = variables_.find(variable);
    Dwarf_Die die;
    if (found == variables_.end() || dwarf_offdie(debug_info_, found->second, &die) == nullptr)
        return rest(offset);
    auto type = type_of(&die);
    return type ? part_of(&*type, offset) : rest(offset);
}

} // namespace heddle::report
