#include "primitives/sync/mcs_lock.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

using heddle::sync::mcs_lock;
using namespace heddle::tests;

TEST_CASE("mcs_lock: a held lock cannot be tried by another thread", "[sync/mcs_lock]") {
    mcs_lock lock;
    const std::lock_guard held(lock);
    bool taken = true;
    std::thread([&] { taken = lock.try_lock(); }).join();
    REQUIRE_FALSE(taken);
}

TEST_CASE("mcs_lock: a try that fails leaves the lock as it was", "[sync/mcs_lock]") {
    mcs_lock lock;
    REQUIRE(lock.try_lock());
    std::thread([&] {
        for (int i = 0; i < 3; ++i) CHECK_FALSE(lock.try_lock());
    }).join();
    lock.unlock();
    for (int i = 0; i < 3; ++i) {
        REQUIRE(lock.try_lock());
        lock.unlock();
        const std::lock_guard held(lock);
    }
}

TEST_CASE("mcs_lock: contended threads go on only after it is unlocked", "[sync/mcs_lock]") {
    mcs_lock lock;
    std::atomic<int> finished{0};
    lock.lock();
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            const std::lock_guard held(lock);
            ++finished;
        });
    }
    give_time();
    CHECK(finished == 0);
    lock.unlock();
    for (auto& each : threads) each.join();
    REQUIRE(finished == 3);
}

TEST_CASE("mcs_lock: another thread than the one that locked may unlock", "[sync/mcs_lock]") {
    mcs_lock lock;
    lock.lock();
    std::thread([&] { lock.unlock(); }).join();
    REQUIRE(lock.try_lock());
    lock.unlock();
}

TEST_CASE("mcs_lock: a guard unlocks when an exception passes", "[sync/mcs_lock]") {
    mcs_lock lock;
    CHECK_THROWS_AS(
        [&] {
            const std::lock_guard held(lock);
            throw std::runtime_error("out");
        }(),
        std::runtime_error);
    REQUIRE(lock.try_lock());
    lock.unlock();
}

TEST_CASE("mcs_lock: it is what the standard's locks ask for", "[sync/mcs_lock]") {
    mcs_lock first;
    mcs_lock second;
    std::scoped_lock both(first, second);
    std::unique_lock<mcs_lock> later(first, std::try_to_lock);
    CHECK_FALSE(later.owns_lock());
}

TEST_CASE("mcs_lock: it does what a flag says", "[sync/mcs_lock]") {
    CHECK(rc::check([](const std::vector<bool>& locks) {
        mcs_lock lock;
        bool is_locked = false;
        for (const bool each : locks) {
            if (each) {
                RC_ASSERT(lock.try_lock() == !is_locked);
                is_locked = true;
            } else if (is_locked) {
                lock.unlock();
                is_locked = false;
            } else {
                lock.lock();
                is_locked = true;
            }
        }
    }));
}

TEST_CASE("mcs_lock: additions under it are never lost, however many threads there are",
          "[sync/mcs_lock]") {
    CHECK(rc::check([] {
        const auto threads = *rc::gen::inRange<std::size_t>(1, 5);
        const auto rounds = *rc::gen::inRange(1, 50);
        const auto tries =
            *rc::gen::container<std::vector<bool>>(threads, rc::gen::arbitrary<bool>());
        mcs_lock lock;
        long counter = 0; // plain: the lock is all that keeps it whole
        std::atomic<long> expected{0};
        run_threads(threads, [&](std::size_t index) {
            for (int i = 0; i < rounds; ++i) {
                if (!tries[index])
                    lock.lock();
                else if (!lock.try_lock())
                    continue;
                ++counter;
                expected.fetch_add(1, std::memory_order_relaxed);
                lock.unlock();
            }
        });
        RC_ASSERT(counter == expected.load());
        RC_ASSERT(lock.try_lock());
        lock.unlock();
    }));
}

TEST_CASE("mcs_lock: whoever waits is served before its holder comes again", "[sync/mcs_lock]") {
    mcs_lock lock;
    std::atomic<bool> served{false};
    lock.lock();
    CHECK_FALSE(lock.is_contended());
    std::thread other([&] {
        const std::lock_guard held(lock);
        served = true;
    });
    eventually([&] { return lock.is_contended(); });
    lock.unlock();
    lock.lock();
    CHECK(served);
    lock.unlock();
    other.join();
}

TEST_CASE("mcs_lock: whoever waits in a guard is served before its holder comes again",
          "[sync/mcs_lock]") {
    mcs_lock lock;
    std::atomic<bool> served{false};
    std::thread other;
    {
        const mcs_lock::guard held(lock);
        CHECK_FALSE(held.is_contended());
        other = std::thread([&] {
            const mcs_lock::guard inside(lock);
            served = true;
        });
        eventually([&] { return held.is_contended(); });
    }
    {
        const mcs_lock::guard again(lock);
        CHECK(served);
    }
    other.join();
}

TEST_CASE("mcs_lock: a node can be used again, also with another lock", "[sync/mcs_lock]") {
    mcs_lock first;
    mcs_lock second;
    mcs_lock::node node;
    for (int i = 0; i < 3; ++i) {
        first.lock(node);
        CHECK_FALSE(first.try_lock());
        CHECK_FALSE(first.is_contended(node));
        first.unlock(node);
        REQUIRE(second.try_lock(node));
        second.unlock(node);
    }
    REQUIRE(first.try_lock());
    CHECK_FALSE(first.try_lock(node));
    first.unlock();
}

TEST_CASE("mcs_lock: threads with a node, with a guard and without can be mixed",
          "[sync/mcs_lock]") {
    CHECK(rc::check([] {
        const auto kinds = *rc::gen::resize(
            5, rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))));
        const auto rounds = *rc::gen::inRange(1, 50);
        mcs_lock lock;
        long counter = 0; // plain: the lock is all that keeps it whole
        std::atomic<long> expected{0};
        run_threads(kinds.size(), [&](std::size_t index) {
            mcs_lock::node node;
            for (int i = 0; i < rounds; ++i) {
                if (kinds[index] == 0) {
                    const std::lock_guard held(lock);
                    ++counter;
                } else if (kinds[index] == 1) {
                    const mcs_lock::guard held(lock);
                    ++counter;
                } else {
                    if (kinds[index] == 2)
                        lock.lock(node);
                    else if (!lock.try_lock(node))
                        continue;
                    ++counter;
                    lock.unlock(node);
                }
                expected.fetch_add(1, std::memory_order_relaxed);
            }
        });
        RC_ASSERT(counter == expected.load());
    }));
}
