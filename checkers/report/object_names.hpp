/// @file
/// Names for what a program accesses: globals, heap blocks, locals.
#pragma once

#include "report/raw_report.hpp"
#include "report/run_report.hpp"
#include "report/symbolizer.hpp"

#include <map>
#include <string>

namespace heddle::report {

/// Names the objects of one bug. The same address gets the same name throughout, and two different
/// ones never share a name.
class object_names {
public:
    object_names(const raw_bug& bug, symbolizer& symbols) : bug_(bug), symbols_(symbols) {}

    /// @param used_at the stack of the access that asks; it gives an unnamed local its place.
    [[nodiscard]] object_name name(address location, const raw_stack& used_at);

    /// `text` with every hexadecimal address (`0x…`) that is a known object replaced by its name.
    [[nodiscard]] std::string replace_addresses(const std::string& text);

    /// `value` with every number that is the address of a known object replaced by `&` and its
    /// name.
    [[nodiscard]] std::string replace_pointers(const std::string& value);

private:
    [[nodiscard]] const raw_object* object_at(address location) const;
    [[nodiscard]] object_name describe(address location, const raw_stack& used_at);
    /// A, B, … Z, A1, … : one for each block or local, in order of appearance.
    [[nodiscard]] std::string letter_of(address base);

    const raw_bug& bug_;
    symbolizer& symbols_;
    std::map<address, object_name> known_;
    std::map<address, std::string> letters_;
};

} // namespace heddle::report
