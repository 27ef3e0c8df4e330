#include "primitives/sync/latch.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <system_error>
#include <thread>
#include <vector>

using heddle::sync::latch;
using namespace heddle::tests;

TEST_CASE("latch: a negative count is an error", "[sync/latch]") {
    CHECK_THROWS_AS(latch(-1), std::system_error);
    CHECK_THROWS_AS(latch(latch::most + 1), std::system_error);
    CHECK_FALSE(latch(latch::most).try_wait());
}

TEST_CASE("latch: nobody waits where nothing is to be counted", "[sync/latch]") {
    latch l(0);
    CHECK(l.try_wait());
    l.wait();
    l.count_down(0);
    l.arrive_and_wait(0);
    CHECK(l.wait_for(std::chrono::seconds(0)));
}

TEST_CASE("latch: threads wait until everything is counted", "[sync/latch]") {
    latch l(3);
    std::atomic<int> finished{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            l.wait();
            ++finished;
        });
    }
    l.count_down(2);
    CHECK_FALSE(l.try_wait());
    give_time();
    CHECK(finished == 0);
    l.count_down();
    CHECK(l.try_wait());
    for (auto& each : threads) each.join();
    REQUIRE(finished == 4);
}

TEST_CASE("latch: a timed wait gives up when its time is over", "[sync/latch]") {
    using namespace std::chrono;
    latch l(1);
    const auto before = steady_clock::now();
    CHECK_FALSE(l.wait_for(moment));
    CHECK(steady_clock::now() - before >= moment);
    const auto deadline = system_clock::now() + moment;
    CHECK_FALSE(l.wait_until(deadline));
    CHECK(system_clock::now() >= deadline);
    CHECK_FALSE(l.wait_for(0s));
    CHECK_FALSE(l.wait_for(-1s));
    CHECK_FALSE(l.wait_until(steady_clock::time_point::min()));
    std::thread other([&] { l.count_down(); });
    CHECK(l.wait_for(ages));
    other.join();
    CHECK(l.wait_until(steady_clock::time_point::min()));
}

TEST_CASE("latch: a timeout without end lasts until nothing is left", "[sync/latch]") {
    using namespace std::chrono;
    const auto lasts = [](auto wait) {
        latch l(1);
        return returned_by([&] { return wait(l); }, [&] { l.count_down(); });
    };
    CHECK(lasts([](latch& l) { return l.wait_for(hours::max()); }));
    CHECK(lasts([](latch& l) { return l.wait_until(steady_clock::time_point::max()); }));
    REQUIRE(lasts([](latch& l) { return l.wait_until(system_clock::time_point::max()); }));
}

TEST_CASE("latch: who has waited may destroy it", "[sync/latch]") {
    for (int i = 0; i < 200; ++i) {
        auto l = std::make_unique<latch>(1);
        std::thread other([plain = l.get()] { plain->count_down(); });
        l->wait();
        l.reset();
        other.join();
    }
}

TEST_CASE("latch: who waits sees what all did before they counted", "[sync/latch]") {
    CHECK(rc::check([] {
        const auto counts = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 4)));
        RC_PRE(counts.size() < 8);
        const auto kinds =
            *rc::gen::container<std::vector<int>>(counts.size(), rc::gen::inRange(0, 3));
        latch l(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
        std::vector<std::int64_t> done(counts.size(), 0); // plain
        std::atomic<bool> is_early{false};
        run_threads(counts.size(), [&](std::size_t index) {
            done[index] = counts[index];
            if (kinds[index] == 0) {
                l.count_down(counts[index]);
                return;
            }
            if (kinds[index] == 1) {
                l.arrive_and_wait(counts[index]);
            } else {
                l.count_down(counts[index]);
                while (!l.wait_for(std::chrono::microseconds(20))) {
                }
            }
            // Those that take nothing off are not waited for.
            for (std::size_t i = 0; i < done.size(); ++i) {
                if (counts[i] > 0 && done[i] != counts[i]) is_early = true;
            }
        });
        RC_ASSERT_FALSE(is_early.load());
        RC_ASSERT(l.try_wait());
    }));
}
