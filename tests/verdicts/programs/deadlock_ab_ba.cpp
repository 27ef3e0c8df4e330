// Two mutexes locked in opposite orders. "fixed": std::scoped_lock takes both.
#include <mutex>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::mutex a;
    std::mutex b;
    auto const both = [fixed](std::mutex& first, std::mutex& second) {
        if (fixed) {
            std::scoped_lock const held{first, second};
        } else {
            std::lock_guard const outer{first};
            std::lock_guard const inner{second}; // BUG
        }
    };
    std::thread one{[&] { both(a, b); }};
    std::thread other{[&] { both(b, a); }};
    one.join(); // BUG
    other.join();
}
