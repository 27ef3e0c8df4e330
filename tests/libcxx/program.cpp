// What of libc++ is simulated, one part a mode; "broken": with a bug of the program's own.
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#undef NDEBUG
#include <cassert>

namespace {

bool broken = false;

template <class First, class Second>
void run_both(First const& first, Second const& second) {
    std::thread other(first);
    second();
    other.join();
}

void mutex() {
    std::mutex m;
    int count = 0;
    auto const add = [&] {
        std::unique_lock<std::mutex> lock(m, std::defer_lock);
        if (!broken) lock.lock();
        ++count;
    };
    run_both(add, add);
    assert(count == 2);
}

void condition_variable() {
    std::mutex m;
    std::condition_variable changed;
    bool ready = false;
    auto const wait = [&] {
        std::unique_lock<std::mutex> lock(m);
        changed.wait(lock, [&] { return ready; });
    };
    auto const notify = [&] {
        {
            std::lock_guard<std::mutex> const lock(m);
            ready = true;
        }
        if (!broken) changed.notify_one();
    };
    run_both(wait, notify);
}

void future() {
    std::promise<int> promise;
    auto result = promise.get_future();
    int beside = 0;
    auto const give = [&] {
        if (!broken) beside = 1;
        promise.set_value(42);
        if (broken) beside = 1;
    };
    run_both(give, [&] { assert(result.get() == 42 && beside == 1); });
}

void async() {
    auto answer = std::async(std::launch::async, [] { return broken ? 41 : 42; });
    assert(answer.get() == 42);
}

void shared_mutex() {
    std::shared_mutex m;
    int value = 0;
    auto const write = [&] {
        std::unique_lock<std::shared_mutex> const lock(m);
        value = 1;
    };
    auto const read = [&] {
        std::shared_lock<std::shared_mutex> lock(m, std::defer_lock);
        if (!broken) lock.lock();
        assert(value == 0 || value == 1);
    };
    run_both(write, read);
}

void call_once() {
    std::once_flag flag;
    int calls = 0;
    auto const call = [&] {
        std::call_once(flag, [&] { ++calls; });
        if (broken) ++calls;
    };
    run_both(call, call);
    assert(calls == 1);
}

// One that is reached through a weak_ptr is kept until it has been used.
// It prints numbers in the C locale, which it makes the thread's own meanwhile.
void print() {
    int sum = 0;
    std::mutex m;
    auto const add = [&] {
        std::ostringstream number;
        number << 42;
        std::unique_lock<std::mutex> lock(m, std::defer_lock);
        if (!broken) lock.lock();
        sum += std::stoi(number.str());
    };
    run_both(add, add);
    assert(sum == 84);
}

void shared_ptr() {
    auto owner = std::make_shared<int>(7);
    std::weak_ptr<int> const observer = owner;
    run_both(
        [observer] {
            if (auto const value = observer.lock()) {
                if (broken) *value = 8;
                assert(*value >= 7);
            }
        },
        [&] {
            int const seen = *owner;
            owner.reset();
            assert(seen == 7);
        });
}

void exception() {
    std::exception_ptr caught;
    std::thread other([&] {
        try {
            throw std::runtime_error("out");
        } catch (...) {
            if (!broken) caught = std::current_exception();
        }
    });
    other.join();
    assert(caught != nullptr);
}

// In the library, out of sight.
void latch() {
    std::latch done(1);
    run_both([&] { done.count_down(); }, [&] { done.wait(); });
}

void semaphore() {
    std::binary_semaphore given(0);
    run_both([&] { given.release(); }, [&] { given.acquire(); });
}

void wait() {
    std::atomic<int> value(0);
    run_both(
        [&] {
            value = 1;
            value.notify_one();
        },
        [&] { value.wait(0); });
}

void barrier() {
    std::barrier<> both(2);
    auto const meet = [&] { both.arrive_and_wait(); };
    run_both(meet, meet);
}

} // namespace

int main(int argc, char** argv) {
    assert(argc > 1);
    broken = argc > 2;
    auto const is = [&](char const* mode) { return std::strcmp(argv[1], mode) == 0; };
    if (is("mutex")) mutex();
    if (is("condition_variable")) condition_variable();
    if (is("future")) future();
    if (is("async")) async();
    if (is("shared_mutex")) shared_mutex();
    if (is("call_once")) call_once();
    if (is("print")) print();
    if (is("shared_ptr")) shared_ptr();
    if (is("exception")) exception();
    if (is("latch")) latch();
    if (is("semaphore")) semaphore();
    if (is("wait")) wait();
    if (is("barrier")) barrier();
}
