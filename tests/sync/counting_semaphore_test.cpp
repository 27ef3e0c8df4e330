#include "primitives/sync/counting_semaphore.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

using heddle::sync::bounded_semaphore;
using heddle::sync::counting_semaphore;
using heddle::sync::semaphore_guard;
using namespace heddle::tests;

namespace {

auto throws(std::errc code) {
    return Catch::Predicate<std::system_error>(
        [code](const std::system_error& e) { return e.code() == code; });
}

} // namespace

TEST_CASE("counting_semaphore: a negative initial value is an error", "[sync/counting_semaphore]") {
    const auto is_refused = throws(std::errc::invalid_argument);
    CHECK_THROWS_MATCHES(counting_semaphore(-1), std::system_error, is_refused);
    CHECK_THROWS_MATCHES(bounded_semaphore(-1), std::system_error, is_refused);
    CHECK_THROWS_MATCHES(counting_semaphore(3, 2), std::system_error, is_refused);
    CHECK_THROWS_MATCHES(counting_semaphore(0, counting_semaphore::most + 1), std::system_error,
                         is_refused);
    CHECK(counting_semaphore(counting_semaphore::most).permits() == counting_semaphore::most);
}

TEST_CASE("counting_semaphore: as many threads proceed as there are permits, and then as are given",
          "[sync/counting_semaphore]") {
    counting_semaphore s(7);
    s.acquire();
    std::atomic<int> first{0};
    std::atomic<int> second{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 10; ++i) {
        threads.emplace_back([&] {
            s.acquire();
            ++first;
            s.acquire();
            ++second;
        });
    }
    const auto proceeded = [&] { return first + second; };
    eventually([&] { return proceeded() >= 6; });
    give_time();
    CHECK(proceeded() == 6);
    s.release(7);
    eventually([&] { return proceeded() >= 13; });
    give_time();
    CHECK(proceeded() == 13);
    for (int i = 0; i < 6; ++i) s.release();
    eventually([&] { return proceeded() >= 19; });
    give_time();
    CHECK(proceeded() == 19);
    s.release();
    for (auto& each : threads) each.join();
    CHECK(first == 10);
    CHECK(second == 10);
    CHECK_FALSE(s.try_acquire());
}

TEST_CASE("counting_semaphore: release(n) lets n threads go on", "[sync/counting_semaphore]") {
    counting_semaphore s(0);
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) threads.emplace_back([&] { s.acquire(); });
    give_time();
    s.release(3);
    give_time();
    s.release(2);
    for (auto& each : threads) each.join();
    CHECK(s.permits() == 0);
}

TEST_CASE("counting_semaphore: of ten threads that try, as many succeed as there are permits",
          "[sync/counting_semaphore]") {
    counting_semaphore s(3);
    std::atomic<int> taken{0};
    run_threads(10, [&](std::size_t) {
        if (s.try_acquire()) ++taken;
    });
    REQUIRE(taken == 3);
}

TEST_CASE("counting_semaphore: a timed acquire gives up when its time is over",
          "[sync/counting_semaphore]") {
    using namespace std::chrono;
    counting_semaphore s(0);
    const auto before = steady_clock::now();
    CHECK_FALSE(s.try_acquire_for(moment));
    CHECK(steady_clock::now() - before >= moment);
    const auto deadline = system_clock::now() + moment;
    CHECK_FALSE(s.try_acquire_until(deadline));
    CHECK(system_clock::now() >= deadline);
    CHECK_FALSE(s.try_acquire_for(0s));
    CHECK_FALSE(s.try_acquire_for(-1s));
    CHECK_FALSE(s.try_acquire_until(steady_clock::time_point::min()));
    s.release();
    CHECK(s.try_acquire_for(hours::max()));
    std::thread other([&] { s.release(); });
    CHECK(s.try_acquire_for(ages));
    other.join();
}

TEST_CASE("counting_semaphore: a timeout without end lasts until there is a permit",
          "[sync/counting_semaphore]") {
    using namespace std::chrono;
    counting_semaphore s(0);
    const auto give = [&] { s.release(); };
    CHECK(returned_by([&] { return s.try_acquire_for(hours::max()); }, give));
    CHECK(returned_by([&] { return s.try_acquire_until(steady_clock::time_point::max()); }, give));
    CHECK(returned_by([&] { return s.try_acquire_until(system_clock::time_point::max()); }, give));
    REQUIRE(s.permits() == 0);
}

TEST_CASE("counting_semaphore: a guard gives its permit back when an exception passes",
          "[sync/counting_semaphore]") {
    bounded_semaphore s(2);
    CHECK_THROWS_AS(
        [&] {
            const semaphore_guard held(s);
            CHECK(s.permits() == 1);
            throw std::runtime_error("out");
        }(),
        std::runtime_error);
    CHECK(s.permits() == 2);
    if (s.try_acquire()) const semaphore_guard held(s, std::adopt_lock);
    CHECK(s.permits() == 2);
}

TEST_CASE("counting_semaphore: there may be more permits than at first",
          "[sync/counting_semaphore]") {
    counting_semaphore s(1);
    s.release();
    s.release(2);
    CHECK(s.permits() == 4);
}

TEST_CASE("counting_semaphore: more permits than its limit are an error, and none is given",
          "[sync/counting_semaphore]") {
    counting_semaphore s(1, 3);
    CHECK_THROWS_MATCHES(s.release(3), std::system_error, throws(std::errc::value_too_large));
    CHECK(s.permits() == 1);
    s.release(2);
    CHECK_THROWS_MATCHES(s.release(), std::system_error, throws(std::errc::value_too_large));
    CHECK_THROWS_MATCHES(s.release(-1), std::system_error, throws(std::errc::invalid_argument));
    s.release(0);
    CHECK(s.permits() == 3);
    counting_semaphore full(counting_semaphore::most);
    CHECK_THROWS_MATCHES(full.release(), std::system_error, throws(std::errc::value_too_large));
    CHECK_THROWS_MATCHES(full.release(std::numeric_limits<std::int64_t>::max()), std::system_error,
                         throws(std::errc::value_too_large));
}

TEST_CASE("counting_semaphore: a bounded one takes back no more than it had",
          "[sync/counting_semaphore]") {
    bounded_semaphore s(1);
    CHECK_THROWS_MATCHES(s.release(), std::system_error, throws(std::errc::value_too_large));
    s.acquire();
    s.release();
    CHECK_THROWS_MATCHES(s.release(), std::system_error, throws(std::errc::value_too_large));
}

TEST_CASE("counting_semaphore: who got a permit may destroy it", "[sync/counting_semaphore]") {
    for (int i = 0; i < 200; ++i) {
        auto s = std::make_unique<counting_semaphore>(0);
        std::thread giver([&, plain = s.get()] { plain->release(); });
        s->acquire();
        s.reset();
        giver.join();
    }
}

TEST_CASE("counting_semaphore: it does what a number does", "[sync/counting_semaphore]") {
    CHECK(rc::check([] {
        const auto limit = *rc::gen::inRange<std::int64_t>(0, 6);
        auto expected = *rc::gen::inRange<std::int64_t>(0, limit + 1);
        counting_semaphore s(expected, limit);
        // -1: takes one; else gives as many
        for (const auto step : *rc::gen::container<std::vector<std::int64_t>>(
                 rc::gen::inRange<std::int64_t>(-1, 4))) {
            if (step < 0) {
                const bool can = expected > 0;
                RC_ASSERT((step % 2 == 0 ? s.try_acquire()
                                         : s.try_acquire_for(std::chrono::seconds(0))) == can);
                if (can) --expected;
            } else if (expected + step > limit) {
                RC_ASSERT_THROWS_AS(s.release(step), std::system_error);
            } else {
                s.release(step);
                expected += step;
            }
            RC_ASSERT(s.permits() == expected);
        }
    }));
}

TEST_CASE("counting_semaphore: no permit is lost, and no more threads are inside than there are",
          "[sync/counting_semaphore]") {
    CHECK(rc::check([] {
        const auto threads = *rc::gen::inRange<std::size_t>(1, 7);
        const auto permits = *rc::gen::inRange<std::int64_t>(1, 4);
        const auto rounds = *rc::gen::inRange(1, 200);
        // -1: waits for as long as it takes; 0: tries; else: in units of 50 microseconds
        const auto patience =
            *rc::gen::container<std::vector<int>>(threads, rc::gen::inRange(-1, 3));
        bounded_semaphore s(permits);
        std::atomic<std::int64_t> inside{0};
        std::atomic<bool> is_crowded{false};
        run_threads(threads, [&](std::size_t index) {
            for (int i = 0; i < rounds; ++i) {
                const int wait = patience[index];
                if (wait < 0)
                    s.acquire();
                else if (!(wait == 0 ? s.try_acquire()
                                     : s.try_acquire_for(std::chrono::microseconds(50 * wait))))
                    continue;
                if (inside.fetch_add(1) >= permits) is_crowded = true;
                inside.fetch_sub(1);
                s.release();
            }
        });
        RC_ASSERT_FALSE(is_crowded.load());
        RC_ASSERT(s.permits() == permits);
    }));
}

TEST_CASE("counting_semaphore: every thread is served in the end, however permits are given",
          "[sync/counting_semaphore]") {
    CHECK(rc::check([] {
        const auto takers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto gifts = *rc::gen::container<std::vector<std::vector<std::int64_t>>>(
            3, rc::gen::container<std::vector<std::int64_t>>(30,
                                                             rc::gen::inRange<std::int64_t>(0, 4)));
        std::int64_t total = 0;
        for (const auto& each : gifts) total = std::accumulate(each.begin(), each.end(), total);
        counting_semaphore s(0);
        std::atomic<std::int64_t> left{total};
        run_threads(takers + gifts.size(), [&](std::size_t index) {
            if (index < gifts.size()) {
                for (const auto count : gifts[index]) s.release(count);
            } else {
                while (left.fetch_sub(1) > 0) s.acquire();
            }
        });
        RC_ASSERT(s.permits() == 0);
    }));
}
