// What differs from run to run of a program must not differ from execution to execution: each mode
// takes one such value, and two threads then write it.
#include <sys/random.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>

#undef NDEBUG
#include <cassert>

namespace {

bool is(char const* mode, char const* other) {
    return std::strcmp(mode, other) == 0;
}

long value_of(char const* mode) {
    if (is(mode, "rand")) return std::rand();
    if (is(mode, "rand48")) return lrand48();
    if (is(mode, "random_device")) {
        std::random_device device;
        std::random_device named("/dev/urandom");
        unsigned const first = device();
        assert(device() != first || named() != first);
        return static_cast<long>(std::mt19937(device())());
    }
    if (is(mode, "getrandom")) {
        long bits = 0;
        assert(getrandom(&bits, sizeof bits, 0) == sizeof bits);
        return bits;
    }
    if (is(mode, "time")) {
        using namespace std::chrono;
        return steady_clock::now().time_since_epoch().count() +
               system_clock::now().time_since_epoch().count() + std::clock() + std::time(nullptr);
    }
    if (is(mode, "process")) return getpid() + getppid() + gettid();
    if (is(mode, "addresses")) {
        int local = 0;
        auto const block = std::make_unique<int>(0);
        return static_cast<long>(reinterpret_cast<std::size_t>(&local) ^
                                 reinterpret_cast<std::size_t>(block.get()) ^ pthread_self());
    }
    if (is(mode, "environment")) return static_cast<long>(std::string(getenv("PATH")).size());
    std::unordered_map<std::string, int> map{{"a", 1}, {"b", 2}, {"c", 3}};
    return static_cast<long>(std::hash<std::string>()(map.begin()->first));
}

} // namespace

int main(int argc, char** argv) {
    char const* const mode = argc > 1 ? argv[1] : "";
    std::atomic<long> x{0};
    auto const write = [&] {
        x.store(value_of(mode), std::memory_order_relaxed);
        x.fetch_add(value_of(mode), std::memory_order_relaxed);
        x.store(value_of(mode), std::memory_order_relaxed);
    };
    std::thread a(write);
    std::thread b(write);
    a.join();
    b.join();
}
