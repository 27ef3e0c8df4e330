// A library that is loaded in an execution would keep what it has written in the next one.
#undef NDEBUG
#include <dlfcn.h>

#include <cassert>
#include <string_view>

int main(int argc, char** argv) {
    constexpr char const* name = "libresolv.so.2";
    std::string_view const variant = argc > 1 ? argv[1] : "";
    if (variant == "fixed") { // it is there
        void* const library = dlopen("libc.so.6", RTLD_LAZY);
        assert(library != nullptr && dlclose(library) == 0);
    } else if (variant == "asks") {
        assert(dlopen(name, RTLD_LAZY | RTLD_NOLOAD) == nullptr);
    } else if (variant == "nothing") {
        assert(dlopen("/nowhere/libnothing.so", RTLD_LAZY) == nullptr);
    } else {
        void* const library = dlopen(name, RTLD_LAZY); // BUG
        assert(library != nullptr && dlclose(library) == 0);
    }
}
