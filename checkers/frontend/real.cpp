#include "frontend/real.hpp"

#include "world/native_thread.hpp"
#include "world/world.hpp"

#include <dlfcn.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string_view>

namespace heddle::frontend::real {
namespace {

[[noreturn]] void give_up(std::string_view why, const char* name) noexcept {
    for (const std::string_view text :
         {std::string_view{"heddle: "}, why, std::string_view{name}, std::string_view{"\n"}}) {
        // Nothing can be done about a failed write here.
        ::syscall(SYS_write, STDERR_FILENO, text.data(), text.size());
    }
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
    if (world::is_native_thread()) give_up("a thread of the runtime's own calls ", name);
    // dlsym allocates and locks: not on the simulated thread's behalf.
    const bool simulating = world::simulating;
    world::simulating = false;
    void* found = ::dlsym(RTLD_NEXT, name);
    if (found == nullptr) found = find_in_libatomic(name);
    if (found == nullptr) give_up("the C library has no function ", name);
    world::simulating = simulating;
    return found;
}

} // namespace heddle::frontend::real
