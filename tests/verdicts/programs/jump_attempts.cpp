// A thread tries three times, and goes back by longjmp each time: where the buffer, a global that
// the C library writes, says. Nothing else tells the attempts apart.
//
//     second  the program expects that the second attempt cannot be the one that succeeds
//     none    … that one does
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <csetjmp>
#include <string_view>
#include <thread>

std::atomic<int> flag{0};
std::atomic<int> other{0};
static jmp_buf before;

[[noreturn]] __attribute__((noinline)) static void look() {
    int const looks_good = flag.load(std::memory_order_relaxed);
    int const looks_bad = other.load(std::memory_order_relaxed);
    longjmp(before, looks_good > looks_bad ? 2 : 1);
}

// The attempt that succeeds, from 0, or -1. As a compiler would unroll it.
__attribute__((noinline)) static int try_three_times() {
    int result = setjmp(before);
    if (result != 0) goto first;
    goto attempt;
first:
    if (result == 2) return 0;
    result = setjmp(before);
    if (result != 0) goto second;
    goto attempt;
second:
    if (result == 2) return 1;
    result = setjmp(before);
    if (result == 0) goto attempt;
    return result == 2 ? 2 : -1;
attempt:
    look();
}

int main(int argc, char** argv) {
    std::string_view const variant = argc > 1 ? argv[1] : "";
    int succeeded = 0;
    std::thread trying([&] { succeeded = try_three_times(); });
    flag.store(1, std::memory_order_relaxed);
    trying.join();
    assert(succeeded >= -1 && succeeded <= 2);
    assert(variant != "second" || succeeded != 1); // BUG(second)
    assert(variant != "none" || succeeded != -1);  // BUG(none)
}
