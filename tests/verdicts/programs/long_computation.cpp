// A thread computes for long before its operation, which is the last one all the same in some
// executions, and in others not. "exit": while another is about to end the program.
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

int cell;

void compute() {
    int volatile* const written = &cell;
    for (int i = 0; i != 1'200'000; ++i) {
        *written = i;
    }
}

[[noreturn]] void beside_exit(bool fixed) {
    static std::atomic<int> x{0};
    std::thread slow([=] {
        compute();
        assert(fixed || x.load() == 1); // BUG(exit)
    });
    std::thread([] { std::exit(0); }).detach();
    x.store(1);
    slow.join();
    std::exit(0);
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "exit") == 0) {
        beside_exit(argc > 2);
    }
    bool const fixed = argc > 1 && std::strcmp(argv[1], "fixed") == 0;
    std::atomic<int> x{0};
    std::thread slow([&] {
        compute();
        x.fetch_add(1);
    });
    std::thread fast([&] { x.exchange(5); });
    slow.join();
    fast.join();
    assert(fixed || x.load() != 5); // BUG
}
