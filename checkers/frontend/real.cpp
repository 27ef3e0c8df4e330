#include "frontend/real.hpp"

#include "world/world.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <cstring>
#include <string_view>

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

// A program that is linked with --as-needed, as GCC's drivers often do, does not name libatomic:
// the linker found all that it needs of it in the runtime.
void* find_in_libatomic(const char* name) noexcept {
    if (!std::string_view{name}.starts_with("__atomic_")) return nullptr;
    void* const library = ::dlopen("libatomic.so.1", RTLD_LAZY);
    return library == nullptr ? nullptr : ::dlsym(library, name);
}

} // namespace

void* find(const char* name) noexcept {
    // dlsym allocates and locks: not on the simulated thread's behalf.
    const bool simulating = world::simulating;
    world::simulating = false;
    void* found = ::dlsym(RTLD_NEXT, name);
    if (found == nullptr) found = find_in_libatomic(name);
    if (found == nullptr) give_up(name);
    world::simulating = simulating;
    return found;
}

} // namespace heddle::frontend::real
