// How a thread can end an execution: exit, _exit, quick_exit or (no argument) not at all. main
// waits for a flag that only this thread would set.
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>

int main(int argc, char** argv) {
    char const* const how = argc > 1 ? argv[1] : "";
    std::atomic<bool> flag{false};
    std::thread worker{[&] {
        if (std::strcmp(how, "exit") == 0) {
            std::exit(0);
        }
        if (std::strcmp(how, "exit_status") == 0) {
            std::exit(3);
        }
        if (std::strcmp(how, "_exit") == 0) {
            _exit(0);
        }
        if (std::strcmp(how, "quick_exit") == 0) {
            std::quick_exit(0);
        }
        flag.store(true);
    }};
    while (!flag.load()) {
        std::this_thread::yield();
    }
    worker.join();
}
