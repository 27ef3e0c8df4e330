// Who waits for a latch sees what came before it was counted down. "early": looks before.
#include <cassert>
#include <latch>
#include <thread>

int main(int argc, char**) {
    bool const early = argc > 1;
    std::latch ready(1);
    int message = 0;
    std::thread other([&] {
        message = 1; // BUG
        ready.count_down();
    });
    if (!early) ready.wait();
    assert(message <= 1); // BUG
    other.join();
    assert(message == 1);
    assert(ready.try_wait());
}
