// A thread spins on a flag that nobody sets. "fixed": main sets it.
#include <atomic>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::atomic<bool> flag{false};
    std::thread spinner{[&] {
        while (!flag.load()) { // BUG
            std::this_thread::yield();
        }
    }};
    if (fixed) {
        flag.store(true);
    }
    spinner.join(); // BUG
}
