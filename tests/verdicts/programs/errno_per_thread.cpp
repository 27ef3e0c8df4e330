// errno is each thread's own, across switches.
#include <atomic>
#include <cerrno>
#include <thread>

#undef NDEBUG
#include <cassert>

int main() {
    std::atomic<int> steps{0};
    auto const use = [&](int mine) {
        errno = mine;
        steps.fetch_add(1);
        steps.fetch_add(1);
        assert(errno == mine);
    };
    std::thread first{[&] { use(11); }};
    std::thread second{[&] { use(22); }};
    errno = 33;
    first.join();
    second.join();
    assert(errno == 33);
}
