// A timed acquisition may fail ("acquired" claims not), or succeed ("timeout" claims not); so may a
// wait for a future.
#include <chrono>
#include <future>
#include <semaphore>
#include <string_view>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char** argv) {
    using namespace std::chrono_literals;
    std::string_view const claim = argc > 1 ? argv[1] : "";
    if (claim == "future" || claim == "ready" || claim == "late") {
        std::promise<int> promise;
        auto result = promise.get_future();
        std::thread other{[&] { promise.set_value(1); }};
        if (result.wait_for(1s) == std::future_status::ready) {
            assert(claim != "late"); // BUG(late)
        } else {
            assert(claim != "ready"); // BUG(ready)
        }
        assert(result.get() == 1);
        other.join();
        return 0;
    }
    std::binary_semaphore permit{0};
    std::thread other{[&] { permit.release(); }};
    if (permit.try_acquire_for(1s)) {
        assert(claim != "timeout"); // BUG(timeout)
    } else {
        assert(claim != "acquired"); // BUG(acquired)
    }
    other.join();
}
