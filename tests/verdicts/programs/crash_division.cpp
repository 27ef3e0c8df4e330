// A division by zero, in one order of two threads. "fixed": the divisor starts at 1.
#include <atomic>
#include <thread>

static int volatile sink = 0;

int main(int argc, char**) {
    std::atomic<int> divisor{argc > 1 ? 1 : 0};
    std::thread setter{[&] { divisor.store(2); }};
    std::thread user{[&] { sink = 100 / divisor.load(); }}; // BUG
    setter.join();
    user.join();
}
