#include "frontend/failure.hpp"

#include "world/world.hpp"

#include <string>

namespace heddle::frontend {

void report_bug(verdict kind, std::string_view message) {
    world::simulating = false;
    world::report(kind, std::string{message});
}

void refuse(std::string_view what) {
    world::simulating = false;
    world::unsupported(std::string{what});
}

} // namespace heddle::frontend
