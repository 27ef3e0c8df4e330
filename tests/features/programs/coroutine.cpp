// A coroutine that is resumed by several threads, one after the other: its frame is handed over
// with it. "both": two of them resume it without any order.
#include <cassert>
#include <coroutine>
#include <exception>
#include <thread>

struct task {
    struct promise_type {
        task get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }

        std::suspend_always initial_suspend() noexcept { return {}; }

        std::suspend_always final_suspend() noexcept { return {}; }

        void return_void() {}

        void unhandled_exception() { std::terminate(); }
    };

    std::coroutine_handle<promise_type> handle;
};

static task count(int& counter) {  // BUG
    for (int i = 0; i != 3; ++i) { // BUG
        ++counter;                 // BUG
        co_await std::suspend_always();
    }
} // BUG

int main(int argc, char**) {
    bool const both = argc > 1;
    int counter = 0;
    task const counting = count(counter);
    counting.handle.resume();
    std::thread a([&] { counting.handle.resume(); });
    if (!both) a.join();
    std::thread b([&] { counting.handle.resume(); });
    b.join();
    if (both) a.join();
    assert(counter == 3);
    counting.handle.destroy();
}
