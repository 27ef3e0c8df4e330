// A local atomic that only its function knows begins anew with each call and each turn of a loop,
// though the compiler does not say so. "old": claims that it keeps its value.
#include <atomic>
#include <thread>

#undef NDEBUG
#include <cassert>

static int turns(bool old) {
    int sum = 0;
    for (int i = 0; i != 3; ++i) {
        std::atomic<int> x{5};
        int const before = x.fetch_add(1);
        assert(before == (old ? 5 + i : 5)); // BUG
        sum += x.load();
    }
    return sum;
}

int main(int argc, char**) {
    bool const old = argc > 1;
    std::thread other{[] { turns(false); }};
    assert(turns(old) == 18);
    other.join();
}
