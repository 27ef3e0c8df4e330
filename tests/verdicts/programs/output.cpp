// Prints on both streams in every one of its many executions.
#include <atomic>
#include <cstdio>
#include <iostream>
#include <thread>

int main() {
    std::atomic<int> x{0};
    auto const add = [&] {
        for (int i = 0; i != 3; ++i) {
            x.fetch_add(1);
        }
    };
    std::thread first{add};
    std::thread second{add};
    first.join();
    second.join();
    std::printf("printed by printf\n");
    std::cout << "printed by cout" << std::endl;
    std::fprintf(stderr, "printed on stderr\n");
}
