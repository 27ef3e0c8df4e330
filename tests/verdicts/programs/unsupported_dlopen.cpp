// A library that is loaded in an execution would keep what it has written in the next one.
#include <dlfcn.h>

#include <string_view>

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::string_view{argv[1]} == "fixed";
    void* const library = dlopen(fixed ? "libc.so.6" : "libresolv.so.2", RTLD_LAZY); // BUG
    return library != nullptr && dlclose(library) == 0 ? 0 : 1;
}
