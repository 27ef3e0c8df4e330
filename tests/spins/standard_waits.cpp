// Waits of the C++ library that spin for a while before they sleep. Each says what came of it: what
// relaxed reads saw, and how often a loop of the program's own went round.
#include <heddle/heddle.hpp>

#include <atomic>
#include <barrier>
#include <cstdlib>
#include <latch>
#include <semaphore>
#include <string_view>
#include <thread>

namespace {

std::atomic<int> beside{0};

int look_beside() {
    return beside.load(std::memory_order_relaxed);
}

template <class T>
void wait_for_value() {
    std::atomic<T> value{0};
    std::thread other([&] {
        beside.store(1, std::memory_order_relaxed);
        value.store(1, std::memory_order_release);
        value.notify_one();
        beside.store(2, std::memory_order_relaxed);
    });
    value.wait(0, std::memory_order_relaxed);
    heddle::outcome(look_beside());
    other.join();
}

// The value changes twice: a look may see either, or neither.
void wait_for_values() {
    std::atomic<int> value{0};
    std::thread other([&] {
        value.store(1, std::memory_order_relaxed);
        value.store(2, std::memory_order_relaxed);
        value.notify_all();
    });
    value.wait(0, std::memory_order_relaxed);
    heddle::outcome(value.load(std::memory_order_relaxed));
    other.join();
}

void wait_for_flag() {
    std::atomic_flag flag;
    std::thread other([&] {
        flag.test_and_set();
        flag.notify_all();
    });
    flag.wait(false);
    heddle::outcome(flag.test() ? 1 : 0);
    other.join();
}

void count_down() {
    std::latch done{1};
    std::thread other([&] {
        beside.store(1, std::memory_order_relaxed);
        done.count_down();
        beside.store(2, std::memory_order_relaxed);
    });
    done.wait();
    heddle::outcome(look_beside());
    other.join();
}

void meet() {
    std::barrier both{2, []() noexcept { beside.fetch_add(1, std::memory_order_relaxed); }};
    std::thread other([&] { both.arrive_and_wait(); });
    both.arrive_and_wait();
    heddle::outcome(look_beside());
    other.join();
}

void take_when_given() {
    std::binary_semaphore given{0};
    std::thread other([&] {
        beside.store(1, std::memory_order_relaxed);
        given.release();
        beside.store(2, std::memory_order_relaxed);
    });
    given.acquire();
    heddle::outcome(look_beside());
    other.join();
}

// Two threads take the only one, and give it back.
void take_and_give_back() {
    std::counting_semaphore<> one{1};
    auto const use = [&] {
        one.acquire();
        one.release();
    };
    std::thread other(use);
    use();
    other.join();
}

// Three threads take what is given three times.
void take_three() {
    std::counting_semaphore<> given{0};
    auto const take = [&] { given.acquire(); };
    std::thread a(take);
    std::thread b(take);
    std::thread c(take);
    for (int i = 0; i < 3; ++i) {
        given.release();
    }
    a.join();
    b.join();
    c.join();
}

// One thread takes what is given three times: nobody else brings the count back.
void take_three_alone() {
    std::counting_semaphore<> given{0};
    std::thread taker([&] {
        for (int i = 0; i < 3; ++i) {
            given.acquire();
        }
    });
    for (int i = 0; i < 3; ++i) {
        given.release();
    }
    taker.join();
}

// Two spins directly after each other: the second may see what the first did not.
void try_twice() {
    std::binary_semaphore given{0};
    std::thread other([&] { given.release(); });
    bool const first = given.try_acquire();
    bool const second = given.try_acquire();
    heddle::outcome((first ? 10 : 0) + (second ? 1 : 0));
    other.join();
}

void try_until_given() {
    std::binary_semaphore given{0};
    std::thread other([&] {
        beside.store(1, std::memory_order_relaxed);
        given.release();
    });
    while (!given.try_acquire()) {
    }
    heddle::outcome(look_beside());
    other.join();
}

// No library's loop: how often it goes round is something that the program sees.
void count_own_looks() {
    std::atomic<int> value{0};
    std::thread other([&] { value.store(1, std::memory_order_relaxed); });
    int looks = 0;
    while (looks < 3 && value.load(std::memory_order_relaxed) == 0) {
        ++looks;
    }
    heddle::outcome(looks);
    other.join();
}

} // namespace

int main(int, char** argv) {
    std::string_view const what = argv[1];
    if (what == "int") wait_for_value<int>();
    if (what == "char") wait_for_value<char>();
    if (what == "long") wait_for_value<long>();
    if (what == "values") wait_for_values();
    if (what == "flag") wait_for_flag();
    if (what == "latch") count_down();
    if (what == "barrier") meet();
    if (what == "semaphore") take_when_given();
    if (what == "semaphores") take_and_give_back();
    if (what == "take_three") take_three();
    if (what == "take_three_alone") take_three_alone();
    if (what == "try_twice") try_twice();
    if (what == "try_until") try_until_given();
    if (what == "own") count_own_looks();
}
