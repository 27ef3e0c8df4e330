#include "primitives/sync/condition_variable.hpp"
#include "primitives/sync/mutex.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

using heddle::sync::condition_variable;
using heddle::sync::mutex;
using namespace heddle::tests;

namespace {

/// Threads that wait, once each, and say in which order they began and were woken.
class waiters {
public:
    /// Starts a thread, and returns when it waits.
    void add() {
        const std::size_t number = threads_.size();
        threads_.emplace_back([this, number] {
            std::unique_lock held(m);
            ++waiting_;
            changed.wait(held);
            woken_.push_back(number);
        });
        // It has let go of the lock only when it waits.
        eventually([&] {
            const std::lock_guard held(m);
            return waiting_ > number;
        });
    }

    std::vector<std::size_t> woken() {
        const std::lock_guard held(m);
        return woken_;
    }

    /// Waits until `count` have been woken, and for a while, in case there are more.
    std::vector<std::size_t> woken(std::size_t count) {
        eventually([&] { return woken().size() >= count; });
        give_time();
        return woken();
    }

    void join() {
        for (auto& each : threads_) each.join();
    }

    mutex m;
    condition_variable changed;

private:
    std::vector<std::thread> threads_;
    std::size_t waiting_ = 0;
    std::vector<std::size_t> woken_;
};

/// A lock that its owner may hold several times, as far as a condition variable wants to know.
class deep_mutex {
public:
    void lock() {
        if (owner_ != std::this_thread::get_id()) {
            m_.lock();
            owner_ = std::this_thread::get_id();
        }
        ++depth_;
    }

    void unlock() {
        if (--depth_ == 0) release();
    }

    int release_all() {
        const int depth = depth_;
        depth_ = 0;
        release();
        return depth;
    }

    void reacquire(int depth) {
        m_.lock();
        owner_ = std::this_thread::get_id();
        depth_ = depth;
    }

    [[nodiscard]] int depth() const { return depth_; }

private:
    void release() {
        owner_ = std::thread::id();
        m_.unlock();
    }

    mutex m_;
    std::atomic<std::thread::id> owner_{};
    int depth_ = 0;
};

/// A lock that knows whether it is held, and does not let go otherwise.
struct checked_lock {
    void lock() {
        m.lock();
        is_held = true;
    }

    void unlock() {
        if (!is_held) throw std::logic_error("not held");
        is_held = false;
        m.unlock();
    }

    mutex m;
    bool is_held = false;
};

} // namespace

TEST_CASE("condition_variable: to wait without holding the lock is an error",
          "[sync/condition_variable]") {
    mutex m;
    condition_variable changed;
    std::unique_lock<mutex> nothing(m, std::defer_lock);
    const auto is_refused = [](const std::system_error& e) {
        return e.code() == std::errc::operation_not_permitted;
    };
    CHECK_THROWS_MATCHES(changed.wait(nothing), std::system_error,
                         Catch::Predicate<std::system_error>(is_refused));
    CHECK_THROWS_MATCHES(changed.wait_for(nothing, ages), std::system_error,
                         Catch::Predicate<std::system_error>(is_refused));
    std::unique_lock<mutex> none;
    CHECK_THROWS_MATCHES(changed.wait(none), std::system_error,
                         Catch::Predicate<std::system_error>(is_refused));
    CHECK(changed.notify_all() == 0);
}

TEST_CASE("condition_variable: what a lock throws that is not held comes through",
          "[sync/condition_variable]") {
    checked_lock lock;
    condition_variable changed;
    CHECK_THROWS_AS(changed.wait(lock), std::logic_error);
    REQUIRE(changed.notify_all() == 0);
}

TEST_CASE("condition_variable: threads may notify without holding the lock",
          "[sync/condition_variable]") {
    waiters w;
    w.add();
    REQUIRE(w.changed.notify_one());
    w.join();
}

TEST_CASE("condition_variable: notify(n) wakes exactly n, those that have waited longest",
          "[sync/condition_variable]") {
    waiters w;
    for (int i = 0; i < 5; ++i) w.add();
    {
        const std::lock_guard held(w.m);
        CHECK(w.changed.notify(3) == 3);
    }
    const auto first = w.woken(3);
    CHECK(std::set<std::size_t>(first.begin(), first.end()) == std::set<std::size_t>{0, 1, 2});
    CHECK(w.changed.notify(5) == 2);
    CHECK(w.woken(5).size() == 5);
    w.add();
    w.add();
    CHECK(w.changed.notify_all() == 2);
    CHECK(w.changed.notify_all() == 0);
    w.join();
}

TEST_CASE("condition_variable: threads are woken in the order in which they began to wait",
          "[sync/condition_variable]") {
    waiters w;
    for (int i = 0; i < 4; ++i) w.add();
    for (std::size_t i = 0; i < 4; ++i) {
        REQUIRE(w.changed.notify_one());
        eventually([&] { return w.woken().size() == i + 1; });
    }
    CHECK(w.woken() == std::vector<std::size_t>{0, 1, 2, 3});
    w.join();
}

TEST_CASE("condition_variable: a thread that begins to wait after a notification is not woken",
          "[sync/condition_variable]") {
    waiters w;
    w.add();
    REQUIRE(w.changed.notify_one());
    w.add();
    CHECK(w.woken(1) == std::vector<std::size_t>{0});
    REQUIRE(w.changed.notify_one());
    w.join();
}

TEST_CASE("condition_variable: notified threads go on only after the lock is released",
          "[sync/condition_variable]") {
    waiters w;
    w.add();
    w.add();
    std::atomic<bool> is_released{false};
    std::thread watching;
    {
        const std::lock_guard held(w.m);
        CHECK(w.changed.notify_all() == 2);
        watching = std::thread([&] {
            CHECK(w.woken(2).size() == 2);
            CHECK(is_released);
        });
        give_time();
        is_released = true;
    }
    watching.join();
    w.join();
}

TEST_CASE("condition_variable: nobody is told when nobody waits", "[sync/condition_variable]") {
    condition_variable changed;
    CHECK_FALSE(changed.notify_one());
    CHECK(changed.notify(3) == 0);
    CHECK(changed.notify_all() == 0);
    mutex m;
    std::unique_lock held(m);
    // None of that is kept for later.
    CHECK(changed.wait_for(held, moment) == std::cv_status::timeout);
    CHECK(changed.notify(0) == 0);
}

TEST_CASE("condition_variable: a wait that nobody ends is over at its deadline",
          "[sync/condition_variable]") {
    mutex m;
    condition_variable changed;
    std::unique_lock held(m);
    const auto before = std::chrono::steady_clock::now();
    CHECK(changed.wait_for(held, moment) == std::cv_status::timeout);
    CHECK(std::chrono::steady_clock::now() - before >= moment);
    CHECK(held.owns_lock());
    CHECK_FALSE(m.try_lock());
    const auto deadline = std::chrono::system_clock::now() + moment;
    CHECK(changed.wait_until(held, deadline) == std::cv_status::timeout);
    CHECK(std::chrono::system_clock::now() >= deadline);
    CHECK(changed.notify_all() == 0);
}

TEST_CASE("condition_variable: a deadline may be any moment of any clock",
          "[sync/condition_variable]") {
    using namespace std::chrono;
    mutex m;
    condition_variable changed;
    std::unique_lock held(m);
    CHECK(changed.wait_for(held, 0s) == std::cv_status::timeout);
    CHECK(changed.wait_for(held, -1s) == std::cv_status::timeout);
    CHECK(changed.wait_until(held, steady_clock::time_point::min()) == std::cv_status::timeout);
    CHECK(changed.wait_until(held, system_clock::time_point::min()) == std::cv_status::timeout);
    CHECK(changed.wait_until(held, time_point<system_clock, hours>::min()) ==
          std::cv_status::timeout);
    int rounds = 0;
    const auto wakes = [&] {
        std::thread([&] {
            const std::lock_guard inside(m);
            changed.notify_one();
        }).detach();
        ++rounds;
        return std::cv_status::no_timeout;
    };
    CHECK(changed.wait_for(held, (wakes(), hours::max())) == std::cv_status::no_timeout);
    CHECK(changed.wait_until(held, (wakes(), time_point<steady_clock, hours>::max())) ==
          std::cv_status::no_timeout);
    CHECK(changed.wait_until(held, (wakes(), system_clock::time_point::max())) ==
          std::cv_status::no_timeout);
    CHECK(rounds == 3);
}

TEST_CASE("condition_variable: a predicate is looked at with the lock held, and its value returned",
          "[sync/condition_variable]") {
    checked_lock lock;
    condition_variable changed;
    int value = 0;
    const auto looks = [&] {
        CHECK(lock.is_held);
        return value != 0;
    };
    lock.lock();
    CHECK_FALSE(changed.wait_for(lock, moment, looks));
    CHECK_FALSE(changed.wait_until(lock, std::chrono::steady_clock::now() + moment, looks));
    std::thread other([&] {
        lock.lock();
        changed.notify_all(); // in vain: nothing has changed
        lock.unlock();
        give_time();
        lock.lock();
        value = 1;
        changed.notify_all();
        lock.unlock();
    });
    CHECK(changed.wait_for(lock, ages, looks));
    changed.wait(lock, looks);
    lock.unlock();
    other.join();
}

TEST_CASE("condition_variable: a predicate that is true at the deadline counts",
          "[sync/condition_variable]") {
    mutex m;
    condition_variable changed;
    std::unique_lock held(m);
    int looks = 0;
    CHECK(changed.wait_for(held, moment, [&] { return ++looks == 2; }));
}

TEST_CASE("condition_variable: what a predicate throws comes through, with the lock held",
          "[sync/condition_variable]") {
    mutex m;
    condition_variable changed;
    std::unique_lock held(m);
    CHECK_THROWS_AS(changed.wait(held, []() -> bool { throw std::runtime_error("out"); }),
                    std::runtime_error);
    CHECK(held.owns_lock());
    CHECK_FALSE(m.try_lock());
}

TEST_CASE("condition_variable: who leaves by an exception passes its notification on",
          "[sync/condition_variable]") {
    // What is not held: to let go of it throws, with the waiter in the list already.
    struct lock_that_is_not_held {
        std::function<void()> meanwhile;

        void lock() {}

        void unlock() {
            meanwhile();
            throw std::runtime_error("it is not held");
        }
    };

    const bool is_notified = GENERATE(true, false);
    waiters others;
    lock_that_is_not_held lock{[&] {
        others.add();
        if (is_notified) CHECK(others.changed.notify_one());
    }};
    CHECK_THROWS_AS(others.changed.wait(lock), std::runtime_error);
    // The other one has been woken by now, or waits.
    CHECK(others.changed.notify_one() == !is_notified);
    others.join();
}

TEST_CASE("condition_variable: a lock that is held several times over is let go of altogether",
          "[sync/condition_variable]") {
    deep_mutex m;
    condition_variable changed;
    bool is_set = false;
    const std::lock_guard outer(m);
    std::unique_lock held(m);
    std::thread other([&] {
        const std::lock_guard inside(m);
        is_set = true;
        changed.notify_one();
    });
    changed.wait(held, [&] { return is_set; });
    CHECK(m.depth() == 2);
    CHECK_FALSE(changed.wait_for(m, moment, [] { return false; }));
    CHECK(m.depth() == 2);
    other.join();
}

TEST_CASE("condition_variable: it may be destroyed as soon as all are notified",
          "[sync/condition_variable]") {
    mutex m;
    for (int i = 0; i < 50; ++i) {
        auto changed = std::make_unique<condition_variable>();
        int waiting = 0;
        int left = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&, t] {
                std::unique_lock held(m);
                ++waiting;
                if (t == 0)
                    static_cast<void>(changed->wait_for(held, std::chrono::microseconds(i * 20)));
                else
                    changed->wait(held);
                ++left;
            });
        }
        eventually([&] {
            const std::lock_guard held(m);
            return waiting == 3;
        });
        changed->notify_all();
        changed.reset();
        for (auto& each : threads) each.join();
        REQUIRE(left == 3);
    }
}

TEST_CASE("condition_variable: as many threads are notified as the notifiers were told",
          "[sync/condition_variable]") {
    CHECK(rc::check([] {
        const auto threads = *rc::gen::inRange<std::size_t>(1, 6);
        // in units of 50 microseconds
        const auto patience =
            *rc::gen::container<std::vector<int>>(threads, rc::gen::inRange(0, 8));
        const auto counts =
            *rc::gen::container<std::vector<std::size_t>>(20, rc::gen::inRange<std::size_t>(0, 4));
        mutex m;
        condition_variable changed;
        std::size_t notified = 0;
        std::size_t told = 0;
        run_threads(threads + 1, [&](std::size_t index) {
            if (index == threads) {
                for (const std::size_t count : counts) {
                    told += changed.notify(count);
                    std::this_thread::sleep_for(std::chrono::microseconds(30));
                }
                return;
            }
            for (int round = 0; round < 4; ++round) {
                std::unique_lock held(m);
                const auto timeout = std::chrono::microseconds(50 * patience[index]);
                if (changed.wait_for(held, timeout) == std::cv_status::no_timeout) ++notified;
            }
        });
        RC_ASSERT(notified == told);
    }));
}

TEST_CASE("condition_variable: items that are handed over are neither lost nor doubled",
          "[sync/condition_variable]") {
    CHECK(rc::check([] {
        const auto producers = *rc::gen::inRange<std::size_t>(1, 4);
        const auto consumers = *rc::gen::inRange<std::size_t>(1, 4);
        const auto items = *rc::gen::inRange<std::size_t>(1, 60);
        const auto room = *rc::gen::inRange<std::size_t>(1, 4);
        const bool is_inside = *rc::gen::arbitrary<bool>();
        mutex m;
        condition_variable not_empty;
        condition_variable not_full;
        std::deque<std::size_t> queue;
        std::size_t left = producers * items;
        std::vector<int> seen(left, 0);
        run_threads(producers + consumers, [&](std::size_t index) {
            if (index < producers) {
                for (std::size_t i = 0; i < items; ++i) {
                    std::unique_lock held(m);
                    not_full.wait(held, [&] { return queue.size() < room; });
                    queue.push_back(index * items + i);
                    if (!is_inside) held.unlock();
                    not_empty.notify_one();
                }
                return;
            }
            for (;;) {
                std::unique_lock held(m);
                not_empty.wait(held, [&] { return !queue.empty() || left == 0; });
                if (queue.empty()) return;
                ++seen[queue.front()];
                queue.pop_front();
                if (--left == 0) not_empty.notify_all();
                if (!is_inside) held.unlock();
                not_full.notify_one();
            }
        });
        RC_ASSERT(std::all_of(seen.begin(), seen.end(), [](int count) { return count == 1; }));
    }));
}
