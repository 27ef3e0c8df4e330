// Locales are as they were when each execution begins: the process's, which a constructor has
// changed, each thread's own, and the wide streams' formats. The assertion fails in the second
// execution, if it can fail at all.
#include <atomic>
#include <clocale>
#include <cstring>
#include <iostream>
#include <locale>
#include <string_view>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

bool const early = std::setlocale(LC_ALL, "C.UTF-8") != nullptr;

// The main thread's own, by another constructor.
locale_t const of_main = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
locale_t const before = uselocale(of_main);

bool has_own_locale() {
    return uselocale(nullptr) != LC_GLOBAL_LOCALE;
}

void take_own_locale() {
    assert(!has_own_locale());
    uselocale(newlocale(LC_ALL_MASK, "C", nullptr));
    assert(has_own_locale());
}

} // namespace

int main(int argc, char** argv) {
    bool const strict = argc > 1 && std::string_view{argv[1]} == "strict";
    assert(early && std::strcmp(std::setlocale(LC_ALL, nullptr), "C.UTF-8") == 0);
    assert((std::wcout.flags() & std::ios::hex) == 0);
    assert(before == LC_GLOBAL_LOCALE && uselocale(nullptr) == of_main);
    // What the library makes once, when a locale is first changed, is there in every execution.
    std::locale::global(std::locale(std::locale{}, new std::numpunct<char>));
    std::atomic<int> last{0};
    std::thread first{[&] {
        // In one of two executions only, and the other does not ask.
        if (last == 0)
            take_own_locale();
        else
            assert(MB_CUR_MAX > 1);
        last = 1;
    }};
    std::thread second{[&] {
        last = 2;
        assert(!has_own_locale());
    }};
    first.join();
    second.join();
    assert(!strict || last == 2); // BUG(strict)
    assert(uselocale(LC_GLOBAL_LOCALE) == of_main);
    take_own_locale();
    std::wcout << std::hex;
    std::setlocale(LC_ALL, "C");
}
