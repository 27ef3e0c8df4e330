// A timed lock of a shared mutex may time out ("timeout" claims not) and may not ("locked" claims
// it always does).
#include <chrono>
#include <shared_mutex>
#include <string_view>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    using namespace std::chrono_literals;
    std::string_view const claim = argc > 1 ? argv[1] : "";
    std::shared_timed_mutex mutex;
    int value = 0;
    std::thread writer{[&] {
        mutex.lock();
        value = 1;
        mutex.unlock();
    }};
    auto const start = std::chrono::steady_clock::now();
    if (mutex.try_lock_shared_for(1s)) {
        assert(value == 0 || value == 1);
        mutex.unlock_shared();
        assert(claim != "locked"); // BUG(locked)
    } else {
        assert(std::chrono::steady_clock::now() - start >= 1s);
        assert(claim != "timeout"); // BUG(timeout)
    }
    if (mutex.try_lock_for(1s)) {
        value = 2;
        mutex.unlock();
    }
    writer.join();
}
