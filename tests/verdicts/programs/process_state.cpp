// What the libraries keep for the process is as it was when each execution begins. The assertion
// fails in the second one, if the option, the variable or the input still counts there.
#include <unistd.h>

#include <atomic>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <locale>
#include <memory_resource>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

struct comma : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
};

std::FILE* const output = stdout;

} // namespace

int main(int argc, char** argv) {
    bool strict = false;
    for (int option = 0; (option = getopt(argc, argv, "s")) != -1;) {
        strict |= option == 's';
    }
    assert(std::getenv("HEDDLE_TEST_VARIABLE") == nullptr);
    assert((std::cout.flags() & std::ios::hex) == 0);
    assert(std::strcmp(std::setlocale(LC_ALL, nullptr), "C") == 0);
    assert(std::use_facet<std::numpunct<char>>(std::locale{}).decimal_point() == '.');
    assert(std::pmr::get_default_resource() == std::pmr::new_delete_resource());
    assert(stdout == output);
    assert(argv[0] != nullptr && argv[0][0] != '!');
    std::atomic<int> last{0};
    std::thread first{[&] { last = 1; }};
    std::thread second{[&] { last = 2; }};
    first.join();
    second.join();
    assert(!strict || last == 2); // BUG(-s)
    setenv("HEDDLE_TEST_VARIABLE", "1", 1);
    std::cout << std::hex;
    std::locale::global(std::locale(std::locale{}, new comma));
    std::setlocale(LC_ALL, "C.UTF-8");
    std::pmr::set_default_resource(std::pmr::null_memory_resource());
    stdout = stderr;
    argv[0][0] = '!';
    argv[0] = nullptr;
}
