// A timed wait may be notified or time out. "timeout", "notified": claims that the outcome of that
// name cannot be.
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    char const* const claim = argc > 1 ? argv[1] : "";
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::thread notifier{[&] {
        std::lock_guard const held{mutex};
        ready = true;
        changed.notify_one();
    }};
    {
        std::unique_lock held{mutex};
        bool const notified =
            changed.wait_for(held, std::chrono::milliseconds{50}, [&] { return ready; });
        if (std::strcmp(claim, "timeout") == 0) {
            assert(notified); // BUG(timeout)
        }
        if (std::strcmp(claim, "notified") == 0) {
            assert(!notified); // BUG(notified)
        }
        (void)notified;
    }
    notifier.join();
}
