// Reads a number from standard input, in one of several ways, and has two threads store 1 and 2:
// claims that the number is stored last.
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <thread>

namespace {

int read_number(char const* how) {
    int number = 0;
    if (std::strcmp(how, "stream") == 0) {
        std::cin >> number;
    } else if (std::strcmp(how, "unsynchronized") == 0) {
        std::ios::sync_with_stdio(false);
        std::cin >> number;
        std::cout << "read " << number << '\n';
    } else if (std::strcmp(how, "stdio") == 0) {
        assert(std::scanf("%d", &number) == 1);
    } else {
        char digit = 0;
        assert(read(STDIN_FILENO, &digit, 1) == 1);
        number = digit - '0';
    }
    return number;
}

} // namespace

int main(int, char** argv) {
    int const number = read_number(argv[1]);
    std::atomic<int> last{0};
    std::thread first([&] { last = 1; });
    std::thread second([&] { last = 2; });
    first.join();
    second.join();
    assert(number == 0 || last == number);
}
