// sequential_threads N: N threads, one after the other.
#include <cstdlib>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    int const count = argc > 1 ? std::atoi(argv[1]) : 1;
    int sum = 0;
    for (int i = 0; i != count; ++i) {
        std::thread{[&] { ++sum; }}.join();
    }
    assert(sum == count);
}
