#include "primitives/sync/mutex.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

using heddle::sync::mutex;
using namespace heddle::tests;

TEST_CASE("mutex: a held lock cannot be tried by another thread", "[sync/mutex]") {
    mutex m;
    const std::lock_guard held(m);
    bool taken = true;
    std::thread([&] { taken = m.try_lock(); }).join();
    REQUIRE_FALSE(taken);
}

TEST_CASE("mutex: contended threads go on only after it is unlocked", "[sync/mutex]") {
    mutex m;
    std::atomic<int> finished{0};
    m.lock();
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) {
        threads.emplace_back([&] {
            const std::lock_guard held(m);
            ++finished;
        });
    }
    give_time();
    CHECK(finished == 0);
    m.unlock();
    for (auto& each : threads) each.join();
    REQUIRE(finished == 5);
}

TEST_CASE("mutex: to lock again waits until another thread unlocks", "[sync/mutex]") {
    mutex m;
    std::atomic<bool> again{false};
    m.lock();
    std::thread other([&] {
        m.lock();
        again = true;
        m.unlock();
    });
    give_time();
    CHECK_FALSE(again);
    m.unlock();
    other.join();
    REQUIRE(again);
}

TEST_CASE("mutex: another thread than the one that locked may unlock", "[sync/mutex]") {
    mutex m;
    m.lock();
    std::thread([&] { m.unlock(); }).join();
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("mutex: after a timed lock gave up it is not held", "[sync/mutex]") {
    mutex m;
    m.lock();
    bool taken = true;
    std::thread([&] { taken = m.try_lock_for(moment); }).join();
    CHECK_FALSE(taken);
    m.unlock();
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("mutex: a timed lock waits at least as long as it was told to", "[sync/mutex]") {
    mutex m;
    const std::lock_guard held(m);
    std::thread([&] {
        const auto before = std::chrono::steady_clock::now();
        CHECK_FALSE(m.try_lock_for(moment));
        CHECK(std::chrono::steady_clock::now() - before >= moment);
        const auto deadline = std::chrono::system_clock::now() + moment;
        CHECK_FALSE(m.try_lock_until(deadline));
        CHECK(std::chrono::system_clock::now() >= deadline);
    }).join();
}

TEST_CASE("mutex: a timed lock that is not to wait tries once", "[sync/mutex]") {
    mutex m;
    using namespace std::chrono_literals;
    CHECK(m.try_lock_for(0s));
    std::thread([&] {
        CHECK_FALSE(m.try_lock_for(0s));
        CHECK_FALSE(m.try_lock_for(-1s));
        CHECK_FALSE(m.try_lock_until(std::chrono::steady_clock::time_point::min()));
        CHECK_FALSE(m.try_lock_until(std::chrono::system_clock::time_point::min()));
    }).join();
    m.unlock();
    CHECK(m.try_lock_for(std::chrono::hours::max()));
    m.unlock();
}

TEST_CASE("mutex: a timeout without end lasts until the lock is free", "[sync/mutex]") {
    using namespace std::chrono;
    mutex m;
    m.lock();
    const auto unlock = [&] { m.unlock(); };
    CHECK(returned_by([&] { return m.try_lock_for(hours::max()); }, unlock));
    CHECK(returned_by([&] { return m.try_lock_until(steady_clock::time_point::max()); }, unlock));
    REQUIRE(returned_by([&] { return m.try_lock_until(system_clock::time_point::max()); }, unlock));
    m.unlock();
}

TEST_CASE("mutex: a guard unlocks when an exception passes", "[sync/mutex]") {
    mutex m;
    CHECK_THROWS_AS(
        [&] {
            const std::lock_guard held(m);
            throw std::runtime_error("out");
        }(),
        std::runtime_error);
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("mutex: it is what the standard's locks ask for", "[sync/mutex]") {
    mutex first;
    mutex second;
    std::scoped_lock both(first, second);
    std::unique_lock<mutex> later(first, std::defer_lock);
    CHECK_FALSE(later.try_lock_for(moment));
}

TEST_CASE("mutex: additions under it are never lost, however many threads there are",
          "[sync/mutex]") {
    CHECK(rc::check([] {
        const auto threads = *rc::gen::inRange<std::size_t>(1, 7);
        const auto rounds = *rc::gen::inRange(1, 300);
        const auto patience =
            *rc::gen::container<std::vector<int>>(threads, rc::gen::inRange(-1, 3));
        mutex m;
        long counter = 0; // plain: the lock is all that keeps it whole
        long taken = 0;
        std::atomic<long> expected{0};
        run_threads(threads, [&](std::size_t index) {
            for (int i = 0; i < rounds; ++i) {
                // -1: waits for as long as it takes; 0: tries; else: milliseconds
                const int wait = patience[index];
                if (wait < 0) {
                    m.lock();
                } else if (!(wait == 0 ? m.try_lock()
                                       : m.try_lock_for(std::chrono::milliseconds(wait)))) {
                    continue;
                }
                ++counter;
                taken = counter;
                expected.fetch_add(1, std::memory_order_relaxed);
                m.unlock();
            }
        });
        RC_ASSERT(counter == expected.load());
        RC_ASSERT(taken == counter);
        RC_ASSERT(m.try_lock());
        m.unlock();
    }));
}
