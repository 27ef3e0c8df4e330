// try_lock_for may succeed or time out. "timeout", "locked": claims that the outcome of that name
// cannot be.
#include <chrono>
#include <cstring>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    char const* const claim = argc > 1 ? argv[1] : "";
    std::timed_mutex mutex;
    std::thread other{[&] { std::lock_guard const held{mutex}; }};
    bool const locked = mutex.try_lock_for(std::chrono::milliseconds{50});
    if (std::strcmp(claim, "timeout") == 0) {
        assert(locked); // BUG(timeout)
    }
    if (std::strcmp(claim, "locked") == 0) {
        assert(!locked); // BUG(locked)
    }
    if (locked) {
        mutex.unlock();
    }
    other.join();
}
