// main calls exit while another thread still runs: what that thread does may come first. "fixed":
// it does nothing wrong.
#include <atomic>
#include <cstdlib>
#include <thread>

#undef NDEBUG
#include <cassert>

int main(int argc, char**) {
    static std::atomic<int> started{0};
    bool const fixed = argc > 1;
    std::thread worker{[fixed] {
        started.store(1);
        assert(fixed); // BUG
    }};
    worker.detach();
    std::exit(0);
}
