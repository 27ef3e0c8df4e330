// Calls that compilers make stores of, because they know how many bytes there are: they must still
// be seen (fixed: the other thread reads the byte behind them).
#include <cstdio>
#include <cstring>
#include <string_view>
#include <thread>

static char buffer[16];

static void change(std::string_view how) {
    if (how == "memset") std::memset(buffer, 1, 7);                        // BUG(memset)
    if (how == "memcpy") std::memcpy(buffer, "abcdefg", 7);                // BUG(memcpy)
    if (how == "memmove") std::memmove(buffer, buffer + 1, 7);             // BUG(memmove)
    if (how == "strcpy") std::strcpy(buffer, "abcdef");                    // BUG(strcpy)
    if (how == "snprintf") std::snprintf(buffer, sizeof buffer, "abcdef"); // BUG(snprintf)
}

int main(int argc, char** argv) {
    std::string_view const how = argc > 1 ? argv[1] : "";
    // Volatile: clang would read both, and take the one that is asked for.
    char const volatile* const place = argc > 2 ? buffer + 8 : buffer + 6;
    std::thread other{change, how};
    static_cast<void>(*place);
    other.join();
}
