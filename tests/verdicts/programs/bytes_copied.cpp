// Functions that copy and fill memory: each writes what another thread reads (fixed: the byte
// behind it). Of those that compilers know, calls of which they make stores because they know how
// many bytes there are; and the fortified ones, which -D_FORTIFY_SOURCE calls.
#undef NDEBUG
#include <strings.h>

#include <cassert>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <thread>

extern "C" {
char* __stpcpy_chk(char* to, char const* from, std::size_t capacity);
char* __stpncpy_chk(char* to, char const* from, std::size_t size, std::size_t capacity);
char* __strncat_chk(char* to, char const* from, std::size_t most, std::size_t capacity);
void* __mempcpy_chk(void* to, void const* from, std::size_t size, std::size_t capacity);
void __explicit_bzero_chk(void* to, std::size_t size, std::size_t capacity);
}

static char to[16];
static char from[16] = "abc";
static volatile std::size_t four = 4; // the compiler is not to know it

static void change(std::string_view how) {
    if (how == "memset") std::memset(to, 1, 4);                         // BUG(memset)
    if (how == "memcpy") std::memcpy(to, "abcd", 4);                    // BUG(memcpy)
    if (how == "memmove") std::memmove(to, from, 4);                    // BUG(memmove)
    if (how == "strcpy") std::strcpy(to, "abc");                        // BUG(strcpy)
    if (how == "snprintf") std::snprintf(to, sizeof to, "abc");         // BUG(snprintf)
    if (how == "mempcpy") mempcpy(to, from, four);                      // BUG(mempcpy)
    if (how == "memccpy") memccpy(to, from, '\0', sizeof to);           // BUG(memccpy)
    if (how == "bcopy") bcopy(from, to, four);                          // BUG(bcopy)
    if (how == "bzero") bzero(to, four);                                // BUG(bzero)
    if (how == "explicit_bzero") explicit_bzero(to, four);              // BUG(explicit_bzero)
    if (how == "stpncpy") stpncpy(to, from, four);                      // BUG(stpncpy)
    if (how == "stpcpy_chk") __stpcpy_chk(to, from, sizeof to);         // BUG(stpcpy_chk)
    if (how == "stpncpy_chk") __stpncpy_chk(to, from, four, sizeof to); // BUG(stpncpy_chk)
    if (how == "strncat_chk") __strncat_chk(to, from, four, sizeof to); // BUG(strncat_chk)
    if (how == "mempcpy_chk") __mempcpy_chk(to, from, four, sizeof to); // BUG(mempcpy_chk)
    if (how == "explicit_bzero_chk")
        __explicit_bzero_chk(to, four, sizeof to); // BUG(explicit_bzero_chk)
}

int main(int argc, char** argv) {
    std::string_view const how = argc > 1 ? argv[1] : "";
    // Volatile: clang would read both, and take the one that is asked for.
    char const volatile* const place = argc > 2 ? to + 4 : to + 3;
    std::thread other{change, how};
    static_cast<void>(*place);
    other.join();
    assert(to[4] == 0);
}
