// try_lock may succeed or fail. "failed", "locked": claims that the outcome of that name cannot be.
#include <cstring>
#include <mutex>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    char const* const claim = argc > 1 ? argv[1] : "";
    std::mutex mutex;
    std::thread other{[&] { std::lock_guard const held{mutex}; }};
    bool const locked = mutex.try_lock();
    if (std::strcmp(claim, "failed") == 0) {
        assert(locked); // BUG(failed)
    }
    if (std::strcmp(claim, "locked") == 0) {
        assert(!locked); // BUG(locked)
    }
    if (locked) {
        mutex.unlock();
    }
    other.join();
}
