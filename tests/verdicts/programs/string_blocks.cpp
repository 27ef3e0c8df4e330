// The C library makes blocks on the heap for the strings that it copies and prints.
//
//     use    one is written after it was freed
//     twice  one is freed twice
//     leak   nobody frees one
//     early  a constructor's is freed twice; each execution finds it as it was made
//     race   one is freed while another thread writes it
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>

static char* volatile block = nullptr; // volatile: GCC sees through the rest

static char* volatile made_early = strdup("made early");

int main(int argc, char** argv) {
    std::string_view const variant = argc > 1 ? argv[1] : "";
    bool const is_fixed = argc > 2;
    if (variant == "use") {
        block = strdup("text");
        if (is_fixed) block[1] = 'x';
        std::free(block);
        if (!is_fixed) block[1] = 'x'; // BUG(use)
    }
    if (variant == "early") {
        std::atomic<int> turns{0}; // there are two executions
        std::thread other{[&] { ++turns; }};
        ++turns;
        other.join();
        if (std::strcmp(made_early, "made early") != 0) std::abort();
        made_early[0] = 'x';
        std::free(made_early);
        if (!is_fixed) std::free(made_early); // BUG(early)
        made_early = nullptr;
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
