// A function whose frame has room that nobody ever writes: what the runtime has left there, when it
// was called before by somebody else, is no part of what a thread does.
#include <pthread.h>

#include <atomic>

namespace {

std::atomic<int> x{0};

void use(char const* room) {
    asm volatile("" ::"r"(room));
}

[[gnu::noinline]] void wait_for_zero() {
    while (x.load(std::memory_order_acquire) != 0) {
    }
}

void* write_twice(void*) {
    x.store(2, std::memory_order_release);
    x.store(0, std::memory_order_relaxed);
    return nullptr;
}

[[gnu::noinline]] void run() {
    char room[400];
    use(room);
    pthread_t other;
    pthread_create(&other, nullptr, write_twice, nullptr);
    wait_for_zero();
    use(room);
}

} // namespace

// Read at run time and written: plain accesses, for which the runtime is called.
int length = 3;
int sum = 0;

int main() {
    for (int i = 0; i < length; ++i) {
        sum += i;
    }
    run();
}
