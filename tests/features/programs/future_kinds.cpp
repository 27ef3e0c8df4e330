// What a future can be the end of. Each is right; "wrong" after it is not.
//
//     deferred   runs in who asks (wrong: claims another thread does)
//     async      runs in a thread of its own (wrong: claims the same thread does)
//     shared     two threads get one value
//     task       a packaged_task, called by a thread (wrong: its exception is not caught)
//     broken     a promise that is destroyed without a value (wrong: … is not caught)
//     at_exit    a value that is ready when the thread's thread_locals are destroyed (wrong:
//     before)
#include <cassert>
#include <chrono>
#include <future>
#include <stdexcept>
#include <string_view>
#include <thread>

int main(int argc, char** argv) {
    std::string_view const mode = argv[1];
    bool const wrong = argc > 2;
    if (mode == "deferred" || mode == "async") {
        auto const policy = mode == "async" ? std::launch::async : std::launch::deferred;
        auto answer = std::async(policy, [] { return std::this_thread::get_id(); });
        if (mode == "deferred") {
            assert(answer.wait_for(std::chrono::seconds(1)) == std::future_status::deferred);
        }
        bool const here = answer.get() == std::this_thread::get_id();
        assert(here == ((mode == "deferred") != wrong)); // BUG(where)
    }
    if (mode == "shared") {
        std::promise<int> promise;
        std::shared_future<int> const answer = promise.get_future().share();
        std::thread other([answer] { assert(answer.get() == 1); });
        promise.set_value(1);
        assert(answer.get() == 1);
        other.join();
    }
    if (mode == "task") {
        std::packaged_task<int(int)> task([](int n) -> int {
            if (n == 2) throw std::out_of_range("two");
            return n;
        });
        auto answer = task.get_future();
        std::thread other(std::move(task), 2);
        other.join();
        try {
            (void)answer.get();
        } catch (std::out_of_range const&) {
            if (wrong) throw; // BUG(task)
        }
    }
    if (mode == "broken") {
        std::future<int> answer = std::promise<int>().get_future();
        try {
            (void)answer.get();
        } catch (std::future_error const& error) {
            assert(error.code() == std::future_errc::broken_promise);
            if (wrong) throw; // BUG(broken)
        }
    }
    if (mode == "at_exit") {
        std::promise<int> promise;
        std::thread other([&] {
            promise.set_value_at_thread_exit(1); // BUG(at_exit)
        });
        assert(promise.get_future().get() == 1);
        other.join();
    }
}
