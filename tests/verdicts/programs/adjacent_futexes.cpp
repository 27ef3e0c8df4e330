// Two words that threads wait on, one beside the other. "late": a thread waits for what has passed.
#include <atomic>
#include <thread>

namespace {

struct {
    std::atomic<int> first{0};
    std::atomic<int> second{0};
} words;

} // namespace

int main(int argc, char**) {
    bool const late = argc > 1;
    std::thread waiter{[] {
        words.first.wait(0);
        words.second.wait(0);
    }};
    std::thread other{[] { words.second.wait(0); }};
    words.first.store(1);
    words.first.notify_one();
    words.second.store(late ? 0 : 1);
    words.second.notify_all();
    waiter.join(); // BUG
    other.join();  // BUG
}
