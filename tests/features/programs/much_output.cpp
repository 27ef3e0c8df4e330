// Prints 100 MB in each of two executions. They are shown once.
#include <atomic>
#include <cstdio>
#include <string>
#include <thread>

int main() {
    std::atomic<int> x(0);
    std::thread other([&] { x.fetch_add(1); });
    x.fetch_add(1);
    other.join();
    std::string const line(1'000'000 - 1, '.');
    for (int i = 0; i != 100; ++i) {
        std::puts(line.c_str());
    }
}
