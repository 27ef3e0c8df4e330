// A jthread that waits for its stop token; its destructor asks for the stop and joins.
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

int main() {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::jthread const worker{[&](std::stop_token const& stop) {
        std::unique_lock held{mutex};
        changed.wait(held, stop, [] { return false; });
    }};
}
