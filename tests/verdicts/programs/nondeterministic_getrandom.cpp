// What the threads do depends on the kernel's random numbers. "fixed": on a constant.
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <thread>

int main(int argc, char**) {
    unsigned bits = 0x5a5a5a5a;
    if (argc == 1) {
        syscall(SYS_getrandom, &bits, sizeof(bits), 0);
    }
    std::atomic<int> x{0};
    std::thread worker{[&] {
        for (int i = 0; i != 32; ++i) {
            if ((bits >> i & 1U) != 0) {
                x.store(1, std::memory_order_relaxed); // BUG
            } else {
                (void)x.load(std::memory_order_relaxed); // BUG
            }
        }
    }};
    x.store(2, std::memory_order_relaxed);
    worker.join();
}
