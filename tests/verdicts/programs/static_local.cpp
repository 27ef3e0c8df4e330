// A function's static is initialised once an execution, whoever comes first; the others wait.
#include <atomic>
#include <string>
#include <thread>

#undef NDEBUG
#include <cassert>

static std::atomic<int> initialised{0};

static std::string make() {
    initialised.fetch_add(1);
    return "made by the first thread that came along";
}

static std::string const& shared() {
    static std::string const value = make();
    return value;
}

int main() {
    assert(initialised.load() == 0);
    auto const use = [] { assert(shared().front() == 'm'); };
    std::thread first{use};
    std::thread second{use};
    first.join();
    second.join();
    assert(initialised.load() == 1);
}
