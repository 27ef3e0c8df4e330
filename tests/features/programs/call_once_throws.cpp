// A std::call_once whose function throws has not called it: the next one does. "once": claims that
// the first call was enough. Two executions: one thread is first.
#include <atomic>
#include <cassert>
#include <mutex>
#include <stdexcept>
#include <thread>

int main(int argc, char**) {
    bool const once = argc > 1;
    std::once_flag flag;
    int calls = 0;
    std::atomic<int> caught(0);
    auto const use = [&] {
        try {
            std::call_once(flag, [&] {
                if (++calls == 1) throw std::runtime_error("not yet");
            });
        } catch (std::runtime_error const&) {
            ++caught;
        }
    };
    std::thread a(use);
    std::thread b(use);
    a.join();
    b.join();
    assert(caught == 1);
    assert(calls == (once ? 1 : 2)); // BUG
}
