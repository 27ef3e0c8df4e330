// A weak compare_exchange may fail for no reason. "once": tried only once. Under --spurious GCC's
// build shows it; clang's does not, for clang makes a strong one of it.
#include <atomic>
#include <cassert>

int main(int argc, char**) {
    std::atomic<int> value{0};
    int expected = 0;
    bool done = value.compare_exchange_weak(expected, 1);
    while (argc == 1 && !done) {
        done = value.compare_exchange_weak(expected, 1);
    }
    assert(done); // BUG
}
