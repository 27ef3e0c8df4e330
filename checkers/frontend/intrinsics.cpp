// The runtime's side of <heddle/heddle.hpp>.
#include "frontend/caller.hpp"
#include "frontend/export.hpp"
#include "frontend/failure.hpp"
#include "heddle/heddle.hpp"
#include "world/world.hpp"

#include <string>

using namespace heddle;
using frontend::caller;
using frontend::refuse_before_main;

HEDDLE_EXPORT void heddle_give_up() noexcept {
    if (!world::simulating) refuse_before_main("heddle::assume(false)");
    world::give_up();
}

HEDDLE_EXPORT std::uint32_t heddle_choose(std::uint32_t alternatives) noexcept {
    if (!world::simulating) refuse_before_main("heddle::choose");
    if (alternatives == 0) {
        frontend::report_bug(verdict::assertion_failed,
                             "heddle::choose was given no number from 1 to 4294967295");
    }
    return world::choose(alternatives, caller());
}

HEDDLE_EXPORT bool heddle_fails_spuriously() noexcept {
    return world::simulating && world::fails_spuriously(caller());
}

HEDDLE_EXPORT void heddle_check_failed(const char* message, const char* file,
                                       unsigned line) noexcept {
    if (!world::simulating) refuse_before_main("a heddle::check that fails");
    world::simulating = false;
    frontend::report_bug(verdict::assertion_failed,
                         std::string{message} + " (" + file + ":" + std::to_string(line) + ")");
}

HEDDLE_EXPORT void heddle_outcome_signed(long long value) noexcept {
    if (!world::simulating) return;
    world::simulating = false; // the text is not the program's
    world::add_outcome_value(std::to_string(value));
    world::simulating = true;
}

HEDDLE_EXPORT void heddle_outcome_unsigned(unsigned long long value) noexcept {
    if (!world::simulating) return;
    world::simulating = false;
    world::add_outcome_value(std::to_string(value));
    world::simulating = true;
}

HEDDLE_EXPORT void heddle_outcome_text(const char* text, std::size_t size) noexcept {
    if (!world::simulating) return;
    if (size > 0) world::access(frontend::address_of(text), size, false, caller());
    world::add_outcome_value({text, size});
}

HEDDLE_EXPORT void heddle_outcome_end() noexcept {
    if (world::simulating) world::end_outcome();
}

HEDDLE_EXPORT void heddle_annotate(const volatile void* object, std::size_t size,
                                   const char* name) noexcept {
    if (world::simulating) world::annotate(frontend::address_of(object), size, name);
}
