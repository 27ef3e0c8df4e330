// A thread tries three times, and goes back by longjmp each time: where the buffer, a global that
// the C library writes, says. Compilers unroll the loop: then nothing else tells the attempts
// apart.
//
//     second  the program expects that the second attempt cannot be the one that succeeds
//     none    … that one does
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <csetjmp>
#include <string_view>
#include <thread>

static std::atomic<int> flag{0};
static jmp_buf before;

[[noreturn]] __attribute__((noinline)) static void look() {
    longjmp(before, flag.load(std::memory_order_relaxed) != 0 ? 2 : 1);
}

// GCC warns that `n` may have changed since the setjmp, which it has not.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wclobbered"
#endif

// The attempt that succeeds, from 0, or -1.
__attribute__((noinline)) static int try_often(int most) {
    for (int n = 0; n < most; ++n) {
        int const result = setjmp(before);
        if (result == 0) look();
        if (result == 2) return n;
    }
    return -1;
}

int main(int argc, char** argv) {
    std::string_view const variant = argc > 1 ? argv[1] : "";
    int succeeded = 0;
    std::thread trying([&] { succeeded = try_often(3); });
    flag.store(1, std::memory_order_relaxed);
    trying.join();
    assert(succeeded >= -1 && succeeded <= 2);
    assert(variant != "second" || succeeded != 1); // BUG(second)
    assert(variant != "none" || succeeded != -1);  // BUG(none)
}
