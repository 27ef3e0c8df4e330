// threads_one_by_one N M: two threads make N and M others, one after the other, each of which adds
// to a counter and uses a thread_local variable.
#include <atomic>
#include <cstdlib>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

std::atomic<int> counter{0};
thread_local int own = 5;

void make(int count) {
    for (int i = 0; i != count; ++i) {
        std::thread([] {
            assert(own == 5);
            own = 6;
            counter.fetch_add(1, std::memory_order_relaxed);
        }).join();
    }
}

} // namespace

int main(int argc, char** argv) {
    int const n = argc > 1 ? std::atoi(argv[1]) : 1;
    int const m = argc > 2 ? std::atoi(argv[2]) : 1;
    std::thread first(make, n);
    std::thread second(make, m);
    first.join();
    second.join();
    assert(counter.load() == n + m);
}
