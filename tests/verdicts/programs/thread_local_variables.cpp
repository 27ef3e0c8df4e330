// Each thread has its own thread_locals, constructed at first use and destroyed when it ends.
#include <atomic>
#include <string>
#include <thread>

#undef NDEBUG
#include <cassert>

static std::atomic<int> constructed{0};
static std::atomic<int> destroyed{0};

struct tracked {
    int value = 0;
    std::string text = "a string that is too long for the small buffer";

    tracked() { constructed.fetch_add(1, std::memory_order_relaxed); }

    ~tracked() { destroyed.fetch_add(1, std::memory_order_relaxed); }

    tracked(tracked const&) = delete;
    tracked& operator=(tracked const&) = delete;
};

static thread_local tracked mine;
static thread_local int plain = 5;

int main() {
    auto const use = [] {
        assert(plain == 5 && mine.value == 0);
        mine.value = ++plain;
        std::this_thread::yield();
        assert(plain == 6 && mine.value == 6);
        mine.text += " and longer";
    };
    std::thread first{use};
    std::thread second{use};
    first.join();
    second.join();
    assert(constructed.load(std::memory_order_relaxed) == 2);
    assert(destroyed.load(std::memory_order_relaxed) == 2);
    assert(plain == 5);
}
