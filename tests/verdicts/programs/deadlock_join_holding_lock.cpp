// main joins a thread that needs the mutex main holds. "fixed": it lets go first.
#include <mutex>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::mutex mutex;
    std::unique_lock held{mutex};
    std::thread worker{[&] {
        std::lock_guard const inner{mutex}; // BUG
    }};
    if (fixed) {
        held.unlock();
    }
    worker.join(); // BUG
}
