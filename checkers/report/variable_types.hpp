/// @file
/// The members of global variables, from DWARF: which part of a variable lies at an offset.
#pragma once

#include <cstdint>
#include <map>
#include <string>

struct Dwarf; // libdw's handle is a typedef of this struct

namespace heddle::report {

/// The global and static variables of one module.
class variable_types {
public:
    /// @param debug_info libdw's handle, which must outlive this object; may be nullptr
    explicit variable_types(Dwarf* debug_info);

    /// What to append to the variable's name: `.tail`, `[3].value`, or `+8` where the type does not
    /// say. Stops at the standard library's types: nobody knows their members by name.
    /// @param variable address (in the file) of the variable's first byte
    [[nodiscard]] std::string part_at(std::uint64_t variable, std::uint64_t offset) const;

private:
    Dwarf* debug_info_;
    std::map<std::uint64_t, std::uint64_t> variables_; ///< address to the offset of its DIE
};

} // namespace heddle::report
