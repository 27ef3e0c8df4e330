// Two threads add to a plain int. "fixed": under a mutex.
#include <mutex>
#include <thread>

int main(int argc, char**) {
    bool const fixed = argc > 1;
    std::mutex mutex;
    int counter = 0;
    auto const add = [&] {
        if (fixed) {
            std::lock_guard const guard{mutex};
            ++counter;
        } else {
            ++counter; // BUG
        }
    };
    std::thread first{add};
    std::thread second{add};
    first.join();
    second.join();
}
