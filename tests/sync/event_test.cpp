#include "primitives/sync/event.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

using heddle::sync::auto_reset_event;
using heddle::sync::manual_reset_event;
using namespace heddle::tests;

TEST_CASE("event: a wait is over when the event is set, and stays so", "[sync/event]") {
    manual_reset_event e;
    CHECK_FALSE(e.is_set());
    std::atomic<int> finished{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) {
        threads.emplace_back([&] {
            e.wait();
            ++finished;
        });
    }
    give_time();
    CHECK(finished == 0);
    e.set();
    for (auto& each : threads) each.join();
    CHECK(finished == 5);
    CHECK(e.is_set());
    e.set();
    e.wait();
    e.clear();
    CHECK_FALSE(e.is_set());
    e.clear();
    CHECK_FALSE(e.wait_for(std::chrono::seconds(0)));
    CHECK(manual_reset_event(true).is_set());
}

TEST_CASE("event: a timed wait says whether the event was set", "[sync/event]") {
    using namespace std::chrono;
    manual_reset_event e;
    const auto before = steady_clock::now();
    CHECK_FALSE(e.wait_for(moment));
    CHECK(steady_clock::now() - before >= moment);
    const auto deadline = system_clock::now() + moment;
    CHECK_FALSE(e.wait_until(deadline));
    CHECK(system_clock::now() >= deadline);
    CHECK_FALSE(e.wait_for(-1s));
    std::thread other([&] { e.set(); });
    CHECK(e.wait_for(ages));
    other.join();
    CHECK(e.wait_until(steady_clock::time_point::min()));
}

TEST_CASE("event: a timeout without end lasts until the event is set", "[sync/event]") {
    using namespace std::chrono;
    const auto lasts = [](auto wait) {
        manual_reset_event e;
        auto_reset_event a;
        return returned_by([&] { return wait(e); }, [&] { e.set(); }) &&
               returned_by([&] { return wait(a); }, [&] { a.set(); });
    };
    CHECK(lasts([](auto& e) { return e.wait_for(hours::max()); }));
    CHECK(lasts([](auto& e) { return e.wait_until(steady_clock::time_point::max()); }));
    REQUIRE(lasts([](auto& e) { return e.wait_until(system_clock::time_point::max()); }));
}

TEST_CASE("event: a timed wait of no time on an event that is not set is false", "[sync/event]") {
    manual_reset_event e;
    CHECK_FALSE(e.wait_for(std::chrono::seconds(0)));
    auto_reset_event a;
    CHECK_FALSE(a.wait_for(std::chrono::seconds(0)));
    CHECK_FALSE(a.try_wait());
}

TEST_CASE("event: to set it and clear it at once wakes all that wait", "[sync/event]") {
    for (int i = 0; i < 20; ++i) {
        manual_reset_event e;
        manual_reset_event begun;
        std::atomic<int> waiting{0};
        std::atomic<int> finished{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 5; ++t) {
            threads.emplace_back([&, t] {
                if (++waiting == 5) begun.set();
                if (t == 0) {
                    if (e.wait_for(ages)) ++finished;
                } else {
                    e.wait();
                    ++finished;
                }
            });
        }
        begun.wait();
        give_time();
        e.set();
        e.clear();
        // Whoever had not begun to wait does not count.
        eventually([&] {
            e.set();
            return finished == 5;
        });
        for (auto& each : threads) each.join();
    }
}

TEST_CASE("event: who has waited may destroy it", "[sync/event]") {
    for (int i = 0; i < 100; ++i) {
        auto e = std::make_unique<manual_reset_event>();
        auto a = std::make_unique<auto_reset_event>();
        std::thread other([e = e.get(), a = a.get()] {
            e->set();
            a->set();
        });
        e->wait();
        e.reset();
        a->wait();
        a.reset();
        other.join();
    }
}

TEST_CASE("event: one that unsets itself lets one thread go on for each set", "[sync/event]") {
    auto_reset_event e;
    std::atomic<int> finished{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            e.wait();
            ++finished;
        });
    }
    for (int i = 1; i <= 4; ++i) {
        e.set();
        eventually([&] { return finished >= i; });
        give_time();
        CHECK(finished == i);
    }
    for (auto& each : threads) each.join();
    CHECK_FALSE(e.try_wait());
}

TEST_CASE("event: one that unsets itself keeps one set for the next that comes", "[sync/event]") {
    auto_reset_event e;
    e.set();
    e.set();
    CHECK(e.try_wait());
    CHECK_FALSE(e.try_wait());
    e.set();
    e.clear();
    CHECK_FALSE(e.wait_for(moment));
    CHECK(auto_reset_event(true).wait_for(moment));
    e.set();
    e.wait();
    CHECK_FALSE(e.wait_until(std::chrono::system_clock::now() + moment));
}

TEST_CASE("event: threads that take turns by one that unsets itself are never two",
          "[sync/event]") {
    CHECK(rc::check([] {
        const auto threads = *rc::gen::inRange<std::size_t>(1, 6);
        const auto rounds = *rc::gen::inRange(1, 100);
        const bool is_impatient = *rc::gen::arbitrary<bool>();
        auto_reset_event e(true);
        long counter = 0; // plain
        run_threads(threads, [&](std::size_t) {
            for (int i = 0; i < rounds; ++i) {
                if (is_impatient) {
                    while (!e.wait_for(std::chrono::microseconds(10))) {
                    }
                } else {
                    e.wait();
                }
                ++counter;
                e.set();
            }
        });
        RC_ASSERT(counter == static_cast<long>(threads) * rounds);
        RC_ASSERT(e.try_wait());
        RC_ASSERT_FALSE(e.try_wait());
    }));
}

TEST_CASE("event: it does what a flag does", "[sync/event]") {
    CHECK(rc::check([] {
        bool expected = *rc::gen::arbitrary<bool>();
        manual_reset_event manual(expected);
        auto_reset_event automatic(expected);
        bool is_left = expected;
        for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))) {
            switch (step) {
            case 0:
                manual.set();
                automatic.set();
                expected = is_left = true;
                break;
            case 1:
                manual.clear();
                automatic.clear();
                expected = is_left = false;
                break;
            case 2:
                RC_ASSERT(automatic.try_wait() == is_left);
                is_left = false;
                break;
            default:
                RC_ASSERT(automatic.wait_for(std::chrono::microseconds(1)) == is_left);
                is_left = false;
                break;
            }
            RC_ASSERT(manual.is_set() == expected);
            RC_ASSERT(manual.wait_for(std::chrono::microseconds(1)) == expected);
        }
    }));
}
