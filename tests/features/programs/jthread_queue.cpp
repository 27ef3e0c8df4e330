// A worker that takes from a queue until it is asked to stop. "never": claims that it takes
// nothing.
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char**) {
    std::mutex mutex;
    std::condition_variable_any changed;
    int queued = 0;
    int taken = 0;
    {
        std::jthread const worker{[&](std::stop_token const& stop) {
            std::unique_lock held{mutex};
            while (changed.wait(held, stop, [&] { return queued > 0; })) {
                --queued;
                ++taken;
            }
        }};
        {
            std::lock_guard const held{mutex};
            queued = 1;
        }
        changed.notify_one();
    }
    assert(argc > 1 ? taken == 0 : taken + queued == 1); // BUG
}
