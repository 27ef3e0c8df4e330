// Permits hand a message over: release comes before the acquire that gets the permit. "two": there
// is one to begin with, so that nobody waits. "counting": two permits for two threads.
#include <cassert>
#include <semaphore>
#include <string_view>
#include <thread>

int main(int argc, char** argv) {
    std::string_view const mode = argc > 1 ? argv[1] : "";
    if (mode == "counting") {
        std::counting_semaphore<2> permits(2);
        std::thread other([&] { permits.acquire(); });
        permits.acquire();
        other.join();
        assert(!permits.try_acquire());
        permits.release(2);
        assert(permits.try_acquire() && permits.try_acquire() && !permits.try_acquire());
        return 0;
    }
    std::binary_semaphore full(mode == "two" ? 1 : 0);
    int message = 0;
    std::thread other([&] {
        message = 1; // BUG
        if (mode != "two") full.release();
    });
    full.acquire();
    assert(message <= 1); // BUG
    other.join();
    assert(message == 1);
}
