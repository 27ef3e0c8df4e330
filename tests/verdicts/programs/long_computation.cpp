// A thread computes for long before its operation, which is the last one all the same in some
// executions, and in others not.
#include <atomic>
#include <cstring>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::strcmp(argv[1], "fixed") == 0;
    static int cell;
    std::atomic<int> x{0};
    std::thread slow([&] {
        int volatile* const written = &cell;
        for (int i = 0; i != 1'200'000; ++i) {
            *written = i;
        }
        x.fetch_add(1);
    });
    std::thread fast([&] { x.exchange(5); });
    slow.join();
    fast.join();
    assert(fixed || x.load() != 5); // BUG
}
