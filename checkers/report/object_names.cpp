#include "report/object_names.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <regex>

namespace heddle::report {
namespace {

std::string with_offset(std::string name, std::uint64_t offset) {
    return offset == 0 ? name : fmt::format("{}+{}", name, offset);
}

/// Replaces every number that matches by what `name` makes of it, unless that is empty.
template <class Name>
std::string replace(const std::string& text, const std::regex& number, int base, const Name& name) {
    std::string result;
    std::size_t end = 0;
    for (std::sregex_iterator each(text.begin(), text.end(), number), last; each != last; ++each) {
        const auto at = static_cast<std::size_t>(each->position());
        const std::string named = name(std::strtoull(each->str().c_str(), nullptr, base));
        result += text.substr(end, at - end);
        result += named.empty() ? each->str() : named;
        end = at + each->str().size();
    }
    return result + text.substr(end);
}

} // namespace

const raw_object* object_names::object_at(address location) const {
    const raw_object* found = nullptr;
    for (const raw_object& each : bug_.objects) {
        if (location < each.location ||
            location - each.location >= std::max<address>(each.size, 1)) {
            continue;
        }
        // A name that the program gave says most; of two, that of the smaller object.
        if (found == nullptr ||
            (each.kind == "named" && (found->kind != "named" || each.size < found->size))) {
            found = &each;
        }
    }
    return found;
}

std::string object_names::letter_of(address base) {
    auto [entry, fresh] = letters_.try_emplace(base);
    if (fresh) {
        const std::size_t rank = letters_.size() - 1;
        entry->second = std::string(1, static_cast<char>('A' + rank % 26));
        if (rank >= 26) entry->second += std::to_string(rank / 26);
    }
    return entry->second;
}

object_name object_names::name(address location, const raw_stack& used_at) {
    if (location == 0) return {};
    auto found = known_.find(location);
    if (found == known_.end()) found = known_.emplace(location, describe(location, used_at)).first;
    return found->second;
}

object_name object_names::describe(address location, const raw_stack& used_at) {
    const raw_object* object = object_at(location);
    if (object != nullptr && object->kind == "named") {
        const std::string name = with_offset(object->name, location - object->location);
        return {name, name};
    }
    if (const std::string name = symbols_.data_at(location); !name.empty()) return {name, name};
    if (object == nullptr) {
        const std::string name = fmt::format("{:#x}", location);
        return {name, name};
    }
    const std::uint64_t offset = location - object->location;
    if (object->kind == "heap") {
        const call_stack allocation = symbols_.resolve(object->stack);
        std::string full = fmt::format("heap block of {} bytes", object->size);
        if (!allocation.empty()) full += " allocated at " + to_location(place_of(allocation));
        const std::string brief = "block_" + letter_of(object->location);
        return {with_offset(full + " (" + brief + ")", offset), with_offset(brief, offset)};
    }
    // A whole stack is one object; its variables are told apart by their address alone.
    const std::string brief =
        (object->kind == "stack" ? "local_" : "object_") + letter_of(location);
    std::string full = brief;
    if (object->kind == "stack")
        full += fmt::format(" on the stack of thread {}", object->thread);
    else if (object->kind == "thread_local")
        full += fmt::format(", local to thread {}", object->thread);
    const call_stack use = symbols_.resolve(used_at);
    if (const std::string place = to_location(place_of(use)); !place.empty())
        full += ", used at " + place;
    return {full, brief};
}

std::string object_names::replace_pointers(const std::string& value) {
    static const std::regex number("[0-9]{9,20}");
    return replace(value, number, 10, [this](address target) {
        const bool known = object_at(target) != nullptr || !symbols_.data_at(target).empty();
        return known ? "&" + name(target, {}).brief : std::string();
    });
}

std::string object_names::replace_addresses(const std::string& text) {
    static const std::regex hex("0x[0-9a-fA-F]{4,16}");
    return replace(text, hex, 16, [this](address target) { return name(target, {}).brief; });
}

} // namespace heddle::report
