// The C library's random numbers are what the C library's are ("sequence"), whichever thread draws
// them: "threads" has two that draw, and every order is explored.
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

void check_sequence() {
    assert(std::rand() == 1804289383 && random() == 846930886 && std::rand() == 1681692777);
    std::srand(42);
    assert(std::rand() == 71876166 && std::rand() == 708592740);
    srandom(1);
    assert(random() == 1804289383);
    assert(drand48() == 11 * 0x1p-48);
    assert(lrand48() == 2116118 && mrand48() == 178803790);
    srand48(-7);
    assert(mrand48() == 323032545 && lrand48() == 1756144977);
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "threads") == 0) {
        std::atomic<int> drawn{0};
        int first = 0;
        std::thread a([&] { first = std::rand(); });
        std::thread b([&] { drawn = std::rand(); });
        a.join();
        b.join();
        assert(0LL + first + drawn.load() == 1804289383LL + 846930886);
        assert(argc > 2 || first == 1804289383); // BUG
    } else {
        check_sequence();
        std::srand(1);
        std::thread([] { assert(std::rand() == 1804289383); }).join();
        assert(std::rand() == 846930886);
    }
}
