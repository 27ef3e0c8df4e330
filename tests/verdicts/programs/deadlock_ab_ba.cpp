// Two mutexes locked in opposite orders. "fixed": in one order; "scoped": std::scoped_lock takes
// both and backs off.
#include <cstring>
#include <mutex>
#include <thread>

int main(int argc, char** argv) {
    bool const fixed = argc > 1 && std::strcmp(argv[1], "fixed") == 0;
    bool const scoped = argc > 1 && std::strcmp(argv[1], "scoped") == 0;
    std::mutex a;
    std::mutex b;
    auto const both = [scoped](std::mutex& first, std::mutex& second) {
        if (scoped) {
            std::scoped_lock const held{first, second};
        } else {
            std::lock_guard const outer{first};
            std::lock_guard const inner{second}; // BUG
        }
    };
    std::thread one{[&] { both(a, b); }};
    std::thread other{[&] { both(fixed ? a : b, fixed ? b : a); }};
    one.join(); // BUG
    other.join();
}
