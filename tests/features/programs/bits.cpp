// What differs from run to run of a program, and not from execution to execution: each bit of such
// a value decides which of two atomics is written, so that another value is another execution.
//
// "bits KIND": one thread, one execution. "bits KIND two": two threads whose writes to x conflict.
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

static std::atomic<int> zero(0);
static std::atomic<int> one(0);

static std::uint64_t number_of(void const* pointer) {
    return reinterpret_cast<std::uintptr_t>(pointer);
}

static std::uint64_t link_target(char const* path) {
    std::array<char, 512> target{};
    assert(readlink(path, target.data(), target.size()) > 0);
    return std::hash<std::string_view>()(target.data());
}

static std::uint64_t value_of(std::string_view kind) {
    int local = 0;
    auto const block = std::make_unique<int>(0);
    std::vector<int> const large(100'000);
    if (kind == "heap") return number_of(block.get()) ^ number_of(large.data()) << 8;
    if (kind == "stack") return number_of(&local);
    if (kind == "static") return number_of(&zero) ^ number_of(std::getenv("PATH")) << 8;
    if (kind == "function") return number_of(reinterpret_cast<void*>(&std::abort));
    if (kind == "rand") return static_cast<std::uint64_t>(std::rand()) << 32 | random();
    if (kind == "random_device") return std::random_device()();
    if (kind == "time") return static_cast<std::uint64_t>(std::time(nullptr));
    if (kind == "clock") {
        return std::chrono::system_clock::now().time_since_epoch().count() ^
               std::chrono::steady_clock::now().time_since_epoch().count() << 8;
    }
    if (kind == "getpid") return getpid() ^ getppid() << 8;
    if (kind == "gettid") return gettid();
    if (kind == "hash_pointer") return std::hash<int*>()(block.get());
    if (kind == "hash_thread_id") {
        return std::hash<std::thread::id>()(std::this_thread::get_id());
    }
    if (kind == "pthread_self") return pthread_self();
    if (kind == "environment") return std::hash<std::string>()(std::getenv("PATH"));
    if (kind == "proc_exe") return link_target("/proc/self/exe");
    if (kind == "proc_self") return link_target("/proc/self");
    assert(false);
    return 0;
}

static void write_bits(std::string_view kind) {
    auto const value = value_of(kind);
    for (int bit = 0; bit != 64; ++bit) {
        ((value >> bit & 1) != 0 ? one : zero).store(bit, std::memory_order_relaxed);
    }
}

int main(int argc, char** argv) {
    std::string_view const kind = argv[1];
    if (argc == 2) {
        write_bits(kind);
        return 0;
    }
    std::atomic<int> x(0);
    std::thread other([&] {
        x.store(1, std::memory_order_relaxed);
        auto const value = value_of(kind);
        x.store(static_cast<int>(value), std::memory_order_relaxed);
        for (int bit = 0; bit != 64; ++bit) {
            if ((value >> bit & 1) != 0) one.store(bit, std::memory_order_relaxed);
        }
    });
    x.store(2, std::memory_order_relaxed);
    other.join();
    write_bits(kind);
}
