#include "primitives/sync/recursive_mutex.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

using heddle::sync::recursive_mutex;
using namespace heddle::tests;

namespace {

template <class Call>
void require_error(std::errc expected, Call call) {
    try {
        call();
    } catch (const std::system_error& error) {
        REQUIRE(error.code() == expected);
        return;
    }
    FAIL("nothing was thrown");
}

void on_another_thread(const auto& body) {
    std::thread(body).join();
}

} // namespace

TEST_CASE("recursive_mutex: its depth is counted", "[sync/recursive_mutex]") {
    recursive_mutex m;
    CHECK(m.depth() == 0);
    for (unsigned depth = 1; depth <= 3; ++depth) {
        m.lock();
        CHECK(m.depth() == depth);
    }
    for (unsigned left = 3; left-- > 0;) {
        m.unlock();
        CHECK(m.depth() == left);
    }
    CHECK_FALSE(m.is_locked());
}

TEST_CASE("recursive_mutex: to unlock what is not held is an error", "[sync/recursive_mutex]") {
    recursive_mutex m;
    require_error(std::errc::operation_not_permitted, [&] { m.unlock(); });
    m.lock();
    m.lock();
    m.unlock();
    m.unlock();
    require_error(std::errc::operation_not_permitted, [&] { m.unlock(); });
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("recursive_mutex: to unlock what another thread holds is an error",
          "[sync/recursive_mutex]") {
    recursive_mutex m;
    m.lock();
    on_another_thread(
        [&] { require_error(std::errc::operation_not_permitted, [&] { m.unlock(); }); });
    CHECK(m.depth() == 1);
    m.unlock();
}

TEST_CASE("recursive_mutex: to release all of what is not held is an error",
          "[sync/recursive_mutex]") {
    recursive_mutex m;
    require_error(std::errc::operation_not_permitted, [&] { (void)m.release_all(); });
    m.lock();
    on_another_thread(
        [&] { require_error(std::errc::operation_not_permitted, [&] { (void)m.release_all(); }); });
    m.unlock();
}

TEST_CASE("recursive_mutex: all levels can be released and taken back", "[sync/recursive_mutex]") {
    recursive_mutex m;
    for (int i = 0; i < 3; ++i) m.lock();
    const auto depth = m.release_all();
    CHECK(depth == 3);
    CHECK(m.depth() == 0);
    on_another_thread([&] {
        REQUIRE(m.try_lock());
        m.unlock();
    });
    m.reacquire(depth);
    CHECK(m.depth() == 3);
    require_error(std::errc::resource_deadlock_would_occur, [&] { m.reacquire(depth); });
    for (int i = 0; i < 3; ++i) m.unlock();
    CHECK_FALSE(m.is_locked());
}

TEST_CASE("recursive_mutex: it is held by the thread that locked it only",
          "[sync/recursive_mutex]") {
    recursive_mutex m;
    CHECK_FALSE(m.is_held_by_this_thread());
    m.lock();
    m.lock();
    CHECK(m.is_held_by_this_thread());
    on_another_thread([&] { CHECK_FALSE(m.is_held_by_this_thread()); });
    m.unlock();
    CHECK(m.is_held_by_this_thread());
    m.unlock();
    CHECK_FALSE(m.is_held_by_this_thread());
}

TEST_CASE("recursive_mutex: another thread sees that it is locked, and no depth",
          "[sync/recursive_mutex]") {
    recursive_mutex m;
    const auto see = [&](bool locked) {
        on_another_thread([&] {
            CHECK(m.is_locked() == locked);
            CHECK(m.depth() == 0);
        });
    };
    see(false);
    m.lock();
    see(true);
    m.lock();
    see(true);
    m.unlock();
    see(true);
    m.unlock();
    see(false);
}

TEST_CASE("recursive_mutex: its holder takes it again in every way", "[sync/recursive_mutex]") {
    recursive_mutex m;
    m.lock();
    CHECK(m.try_lock());
    CHECK(m.try_lock_for(std::chrono::seconds(0)));
    CHECK(m.try_lock_for(ages));
    CHECK(m.try_lock_until(std::chrono::steady_clock::now() + ages));
    CHECK(m.try_lock_until(std::chrono::system_clock::now()));
    CHECK(m.depth() == 6);
    while (m.depth() > 0) m.unlock();
}

TEST_CASE("recursive_mutex: there is a greatest depth", "[sync/recursive_mutex]") {
    recursive_mutex m;
    m.reacquire(recursive_mutex::max_depth - 1);
    m.lock();
    require_error(std::errc::resource_unavailable_try_again, [&] { m.lock(); });
    CHECK_FALSE(m.try_lock());
    CHECK_FALSE(m.try_lock_for(ages));
    CHECK_FALSE(m.try_lock_until(std::chrono::steady_clock::now() + ages));
    CHECK(m.release_all() == recursive_mutex::max_depth);
}

TEST_CASE("recursive_mutex: contended threads go on only after the last unlock",
          "[sync/recursive_mutex]") {
    recursive_mutex m;
    std::atomic<int> finished{0};
    m.lock();
    m.lock();
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) {
        threads.emplace_back([&] {
            const std::scoped_lock outer(m);
            const std::scoped_lock inner(m);
            ++finished;
        });
    }
    give_time();
    CHECK(finished == 0);
    m.unlock();
    give_time();
    CHECK(finished == 0);
    m.unlock();
    for (auto& each : threads) each.join();
    REQUIRE(finished == 5);
}

TEST_CASE("recursive_mutex: a timed lock gives up, but not too soon", "[sync/recursive_mutex]") {
    recursive_mutex m;
    m.lock();
    on_another_thread([&] {
        CHECK_FALSE(m.try_lock());
        CHECK_FALSE(m.try_lock_for(std::chrono::seconds(-1)));
        const auto before = std::chrono::steady_clock::now();
        CHECK_FALSE(m.try_lock_for(moment));
        CHECK(std::chrono::steady_clock::now() - before >= moment);
        const auto deadline = std::chrono::system_clock::now() + moment;
        CHECK_FALSE(m.try_lock_until(deadline));
        CHECK(std::chrono::system_clock::now() >= deadline);
        CHECK(m.depth() == 0);
    });
    m.unlock();
    CHECK_FALSE(m.is_locked());
}

TEST_CASE("recursive_mutex: a timeout without end lasts until the lock is free",
          "[sync/recursive_mutex]") {
    using namespace std::chrono;
    recursive_mutex m;
    const auto gets_it = [&](auto attempt) {
        m.lock();
        return returned_by(
            [&] {
                const bool is_taken = attempt();
                if (is_taken) m.unlock();
                return is_taken;
            },
            [&] { m.unlock(); });
    };
    CHECK(gets_it([&] { return m.try_lock_for(hours::max()); }));
    CHECK(gets_it([&] { return m.try_lock_until(steady_clock::time_point::max()); }));
    REQUIRE(gets_it([&] { return m.try_lock_until(system_clock::time_point::max()); }));
}

TEST_CASE("recursive_mutex: a guard unlocks when an exception passes", "[sync/recursive_mutex]") {
    recursive_mutex m;
    CHECK_THROWS_AS(
        [&] {
            const std::lock_guard outer(m);
            const std::lock_guard inner(m);
            throw std::runtime_error("out");
        }(),
        std::runtime_error);
    REQUIRE_FALSE(m.is_locked());
}

TEST_CASE("recursive_mutex: it is what the standard's locks ask for", "[sync/recursive_mutex]") {
    recursive_mutex first;
    recursive_mutex second;
    std::scoped_lock both(first, second);
    std::unique_lock<recursive_mutex> later(first, std::defer_lock);
    CHECK(later.try_lock_for(moment));
    CHECK(first.depth() == 2);
}

TEST_CASE("recursive_mutex: it does what a depth for one thread says", "[sync/recursive_mutex]") {
    CHECK(rc::check([] {
        recursive_mutex m;
        unsigned expected = 0;
        const auto operations = *rc::gen::container<std::vector<int>>(
            rc::gen::weightedElement<int>({{4, 0}, {2, 1}, {1, 2}, {4, 3}, {1, 4}}));
        for (const int operation : operations) {
            switch (operation) {
            case 0:
                m.lock();
                ++expected;
                break;
            case 1:
                RC_ASSERT(m.try_lock());
                ++expected;
                break;
            case 2:
                RC_ASSERT(m.try_lock_for(moment));
                ++expected;
                break;
            case 3:
                if (expected == 0) {
                    RC_ASSERT_THROWS_AS(m.unlock(), std::system_error);
                } else {
                    m.unlock();
                    --expected;
                }
                break;
            default:
                if (expected == 0) {
                    RC_ASSERT_THROWS_AS((void)m.release_all(), std::system_error);
                } else {
                    const auto depth = m.release_all();
                    RC_ASSERT(depth == expected);
                    RC_ASSERT(m.depth() == 0U);
                    m.reacquire(depth);
                }
            }
            RC_ASSERT(m.depth() == expected);
            RC_ASSERT(m.is_locked() == (expected > 0));
            RC_ASSERT(m.is_held_by_this_thread() == (expected > 0));
        }
        if (expected > 0) (void)m.release_all();
    }));
}

TEST_CASE("recursive_mutex: additions under it are never lost, however deep it is",
          "[sync/recursive_mutex]") {
    CHECK(rc::check([] {
        const auto depths = *rc::gen::nonEmpty(rc::gen::resize(
            6, rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(1U, 5U))));
        const auto rounds = *rc::gen::inRange(1, 200);
        const auto lets_go = *rc::gen::arbitrary<bool>();
        recursive_mutex m;
        long counter = 0; // plain: the lock is all that keeps it whole
        std::atomic<bool> is_deep_as_counted{true};
        run_threads(depths.size(), [&](std::size_t index) {
            for (int i = 0; i < rounds; ++i) {
                for (unsigned d = 0; d < depths[index]; ++d) m.lock();
                ++counter;
                if (lets_go) m.reacquire(m.release_all());
                ++counter;
                for (unsigned d = depths[index]; d-- > 0;) {
                    m.unlock();
                    if (m.depth() != d) is_deep_as_counted = false;
                }
            }
        });
        RC_ASSERT(is_deep_as_counted.load());
        RC_ASSERT(counter == 2L * rounds * static_cast<long>(depths.size()));
        RC_ASSERT_FALSE(m.is_locked());
    }));
}
