// many_threads N: N threads at once.
#include <cstdlib>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
    auto const count = static_cast<std::size_t>(argc > 1 ? std::atoi(argv[1]) : 1);
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (std::size_t i = 0; i != count; ++i) {
        threads.emplace_back([] {});
    }
    for (auto& thread : threads) {
        thread.join();
    }
}
