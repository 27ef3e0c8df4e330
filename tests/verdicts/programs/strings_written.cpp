// The C library writes strings to memory, unseen by the compiler's instrumentation.
//
//     print   two threads print into one buffer (fixed: under a lock)
//     copy    … copy into it
//     append  … append to it
//     loop    a loop comes on by what it prints: it ends by itself, after three rounds at most
//             (fixed: the program does not expect that it can come to the third)
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string_view>
#include <thread>

static char buffer[64];
static std::mutex mutex;
static std::atomic<int> flag{0};

template <class Write>
static void write_twice(bool is_fixed, Write write) {
    auto const work = [&] {
        std::unique_lock<std::mutex> held(mutex, std::defer_lock);
        if (is_fixed) held.lock();
        write();
    };
    std::thread other(work);
    work();
    other.join();
}

static int rounds() {
    int count = 0;
    std::snprintf(buffer, sizeof buffer, "%d", 0);
    while (flag.load(std::memory_order_relaxed) == 0) {
        std::sscanf(buffer, "%d", &count);
        if (count == 3) break;
        std::snprintf(buffer, sizeof buffer, "%d", count + 1);
    }
    std::sscanf(buffer, "%d", &count);
    return count;
}

int main(int argc, char** argv) {
    std::string_view const variant = argc > 1 ? argv[1] : "";
    bool const is_fixed = argc > 2;
    char const* volatile text = "some text"; // the compiler is not to know how long it is
    if (variant == "print")
        write_twice(is_fixed, [&] { std::snprintf(buffer, sizeof buffer, "%d", 1); }); // BUG(print)
    if (variant == "copy") write_twice(is_fixed, [&] { std::strcpy(buffer, text); });  // BUG(copy)
    if (variant == "append")
        write_twice(is_fixed, [&] { std::strncat(buffer, text, 4); }); // BUG(append)
    if (variant == "loop") {
        std::thread other([] { flag.store(1, std::memory_order_relaxed); });
        int const count = rounds();
        other.join();
        assert(count >= 0 && count <= 3);
        assert(is_fixed || count != 2); // BUG(loop)
    }
}
