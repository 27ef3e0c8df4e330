// What the libraries keep for the process is as it was when each execution begins. The assertion
// fails in the second one, if the option, the variable or the input still counts there.
#include <unistd.h>

#include <atomic>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    bool strict = false;
    for (int option = 0; (option = getopt(argc, argv, "s")) != -1;) {
        strict |= option == 's';
    }
    assert(std::getenv("HEDDLE_TEST_VARIABLE") == nullptr);
    assert((std::cout.flags() & std::ios::hex) == 0);
    assert(std::strcmp(std::setlocale(LC_ALL, nullptr), "C") == 0);
    std::atomic<int> last{0};
    std::thread first{[&] { last = 1; }};
    std::thread second{[&] { last = 2; }};
    first.join();
    second.join();
    assert(!strict || last == 2); // BUG(-s)
    setenv("HEDDLE_TEST_VARIABLE", "1", 1);
    std::cout << std::hex;
    std::setlocale(LC_ALL, "C.UTF-8");
}
