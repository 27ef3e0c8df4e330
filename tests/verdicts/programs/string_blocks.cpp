// The C library makes blocks on the heap for the strings that it copies and prints.
//
//     use    one is written after it was freed
//     twice  one is freed twice
//     leak   nobody frees one
//     race   one is freed while another thread writes it
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>

static char* volatile block = nullptr; // volatile: GCC sees through the rest

int main(int argc, char** argv) {
    std::string_view const variant = argc > 1 ? argv[1] : "";
    bool const is_fixed = argc > 2;
    if (variant == "use") {
        block = strdup("text");
        if (is_fixed) block[1] = 'x';
        std::free(block);
        if (!is_fixed) block[1] = 'x'; // BUG(use)
    }
    if (variant == "twice") {
        block = strndup("text", 2);
        std::free(block);
        if (!is_fixed) std::free(block); // BUG(twice)
    }
    if (variant == "leak") {
        char* text = nullptr;
        int const length = asprintf(&text, "%d", argc); // BUG(leak)
        if (length != 1) std::abort();
        if (is_fixed) std::free(text);
    }
    if (variant == "race") {
        block = strdup("text");
        std::thread other{[] { block[0] = 'x'; }}; // BUG(race)
        if (is_fixed) other.join();
        std::free(block);
        if (!is_fixed) other.join();
    }
}
