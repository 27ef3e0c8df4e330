#include "frontend/failure.hpp"

#include "world/world.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <string>

namespace heddle::frontend {

void report_bug(verdict kind, std::string_view message) {
    world::simulating = false;
    world::report(kind, std::string{message});
}

void report_not_held(std::string_view what) {
    const auto self = world::self();
    world::simulating = false; // the message is built on the real heap
    report_bug(verdict::lock_misuse, "thread " + std::to_string(self) + " unlocks " +
                                         std::string{what} + " that it does not hold");
}

void refuse(std::string_view what) {
    world::simulating = false;
    int status = 0;
    char* const name = abi::__cxa_demangle(std::string{what}.c_str(), nullptr, nullptr, &status);
    const std::string shown = status == 0 ? name : std::string{what};
    std::free(name);
    world::unsupported(shown);
}

} // namespace heddle::frontend
