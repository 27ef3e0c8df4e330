// A constructor starts a thread.
#include <atomic>
#include <cstring>
#include <thread>

namespace {

std::atomic<int> x{0};

[[gnu::constructor]] void start_early(int argc, char** argv, char**) {
    if (argc > 1 && std::strcmp(argv[1], "fixed") == 0) {
        return;
    }
    std::thread([] { x = 1; }).detach(); // BUG
}

} // namespace

int main() {
    x = 2;
}
