// std::call_once calls once. "twice" expects what cannot be.
#include <atomic>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char**) {
    int const expected = argc > 1 ? 2 : 1;
    std::once_flag once;
    int calls = 0;
    auto const use = [&] {
        std::call_once(once, [&] { ++calls; });
        assert(calls == expected); // BUG
    };
    std::thread first{use};
    std::thread second{use};
    first.join();
    second.join();
}
