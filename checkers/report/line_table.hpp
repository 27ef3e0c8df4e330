/// @file
/// DWARF of one module: from an address in the file to the frames that stand there.
#pragma once

#include "report/run_report.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct Dwarf; // libdw's handle is a typedef of this struct

namespace heddle::report {

/// Looks addresses up in one module's debug information. Does not rely on `.debug_aranges`, which
/// clang does not write.
class line_table {
public:
    /// @param debug_info libdw's handle, which must outlive this object
    explicit line_table(Dwarf* debug_info);

    /// The function at an address (as in the file, without load bias) preceded by those inlined
    /// into it there, innermost first, with absolute source paths; empty without debug information.
    /// The function's name may be empty: then its symbol is the better one.
    [[nodiscard]] call_stack frames_at(std::uint64_t location) const;

private:
    struct unit {
        std::uint64_t end = 0;
        std::uint64_t offset = 0; ///< of the compilation unit's DIE
    };

    Dwarf* debug_info_;
    std::map<std::uint64_t, unit> units_; ///< by first address
};

} // namespace heddle::report
