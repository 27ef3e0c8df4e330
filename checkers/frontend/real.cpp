#include "frontend/real.hpp"

#include "world/world.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <cstring>

namespace heddle::frontend::real {
namespace {

[[noreturn]] void give_up(const char* name) noexcept {
    constexpr char text[] = "heddle: the C library has no function ";
    // Nothing can be done about a failed write here.
    [[maybe_unused]] auto written = ::write(STDERR_FILENO, text, sizeof text - 1);
    written = ::write(STDERR_FILENO, name, std::strlen(name));
    written = ::write(STDERR_FILENO, "\n", 1);
    __builtin_trap();
}

} // namespace

void* find(const char* name) noexcept {
    // dlsym allocates and locks: not on the simulated thread's behalf.
    const bool simulating = world::simulating;
    world::simulating = false;
    void* const found = ::dlsym(RTLD_NEXT, name);
    if (found == nullptr) give_up(name);
    world::simulating = simulating;
    return found;
}

} // namespace heddle::frontend::real
