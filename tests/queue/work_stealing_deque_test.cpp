#include "primitives/queue/work_stealing_deque.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <cstddef>
#include <deque>
#include <limits>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

using heddle::queue::work_stealing_deque;
using namespace heddle::tests;

TEST_CASE("work_stealing_deque: nothing can be taken from an empty one",
          "[queue/work_stealing_deque]") {
    work_stealing_deque<int> deque;
    CHECK(deque.empty());
    CHECK_FALSE(deque.try_pop());
    CHECK_FALSE(deque.try_steal());
    deque.push(1);
    CHECK(deque.try_pop() == 1);
    CHECK_FALSE(deque.try_pop());
    CHECK_FALSE(deque.try_steal());
    deque.push(2);
    CHECK(deque.try_steal() == 2);
    CHECK_FALSE(deque.try_steal());
    REQUIRE_FALSE(deque.try_pop());
}

TEST_CASE("work_stealing_deque: the owner takes the youngest, a thief the oldest",
          "[queue/work_stealing_deque]") {
    work_stealing_deque<int> deque(4);
    for (int i = 1; i <= 4; ++i) deque.push(i);
    CHECK(deque.size() == 4);
    CHECK(deque.try_pop() == 4);
    std::thread([&] { CHECK(deque.try_steal() == 1); }).join();
    CHECK(deque.try_steal() == 2);
    CHECK(deque.try_pop() == 3);
    REQUIRE(deque.empty());
}

TEST_CASE("work_stealing_deque: it grows when there is no room, from wherever it begins",
          "[queue/work_stealing_deque]") {
    for (int before = 0; before < 5; ++before) {
        work_stealing_deque<int> deque(1);
        for (int i = 0; i < before; ++i) {
            deque.push(i);
            CHECK(deque.try_steal() == i);
        }
        for (int i = 0; i < 100; ++i) deque.push(i);
        CHECK(deque.size() == 100);
        for (int i = 0; i < 50; ++i) CHECK(deque.try_steal() == i);
        for (int i = 99; i >= 50; --i) CHECK(deque.try_pop() == i);
        CHECK(deque.empty());
    }
}

TEST_CASE("work_stealing_deque: a capacity that cannot be is refused",
          "[queue/work_stealing_deque]") {
    CHECK_THROWS_AS(work_stealing_deque<int>(0), std::invalid_argument);
    CHECK_THROWS_AS(work_stealing_deque<int>(std::numeric_limits<std::size_t>::max()),
                    std::length_error);
}

TEST_CASE("work_stealing_deque: to one thread it is a deque", "[queue/work_stealing_deque]") {
    CHECK(rc::check([] {
        // 0: pop, 1: steal, else push
        const auto operations = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
        work_stealing_deque<int> deque(*rc::gen::inRange<std::size_t>(1, 5));
        std::deque<int> expected;
        int next = 0;
        for (const int operation : operations) {
            if (operation > 1) {
                deque.push(next);
                expected.push_back(next++);
            } else {
                const auto found = operation == 0 ? deque.try_pop() : deque.try_steal();
                RC_ASSERT(found.has_value() == !expected.empty());
                if (!found) continue;
                RC_ASSERT(*found == (operation == 0 ? expected.back() : expected.front()));
                operation == 0 ? expected.pop_back() : expected.pop_front();
            }
            RC_ASSERT(deque.size() == expected.size());
            RC_ASSERT(deque.empty() == expected.empty());
        }
    }));
}

TEST_CASE("work_stealing_deque: each task is taken once, as it was pushed, however many thieves "
          "there are",
          "[queue/work_stealing_deque]") {
    CHECK(rc::check([] {
        const auto thieves = *rc::gen::inRange<std::size_t>(0, 5);
        const auto tasks = *rc::gen::inRange<std::size_t>(1, 600);
        const auto pops = *rc::gen::inRange<std::size_t>(0, 4); // of four operations
        work_stealing_deque<std::size_t*> deque(*rc::gen::inRange<std::size_t>(1, 5));
        std::vector<std::size_t> values(tasks); // plain: the deque is all that publishes them
        std::vector<std::atomic<int>> times(tasks);
        std::atomic<std::size_t> left{tasks};
        std::atomic<bool> in_order{true};
        const auto take = [&](std::size_t* found) {
            const std::size_t rank = *found - 1;
            times[rank].fetch_add(1, std::memory_order_relaxed);
            left.fetch_sub(1, std::memory_order_relaxed);
            return rank;
        };
        run_threads(1 + thieves, [&](std::size_t index) {
            if (index == 0) {
                for (std::size_t i = 0; i < tasks; ++i) {
                    values[i] = i + 1;
                    deque.push(&values[i]);
                    for (std::size_t k = 0; k < pops; ++k) {
                        if ((i + k) % 4 != 0) continue;
                        if (const auto found = deque.try_pop()) take(*found);
                    }
                }
                while (left.load(std::memory_order_relaxed) != 0) {
                    if (const auto found = deque.try_pop()) take(*found);
                    std::this_thread::yield();
                }
                return;
            }
            std::size_t next = 0;
            while (left.load(std::memory_order_relaxed) != 0) {
                if (const auto found = deque.try_steal()) {
                    const std::size_t rank = take(*found);
                    if (rank < next) in_order = false;
                    next = rank + 1;
                } else {
                    std::this_thread::yield();
                }
            }
        });
        for (const auto& each : times) RC_ASSERT(each.load() == 1);
        RC_ASSERT(in_order.load());
        RC_ASSERT(deque.empty());
    }));
}

TEST_CASE("work_stealing_deque: where one task is left, the owner or a thief gets it",
          "[queue/work_stealing_deque]") {
    constexpr int rounds = 5'000;
    work_stealing_deque<int> deque;
    std::atomic<int> stolen{0};
    std::atomic<bool> is_done{false};
    std::thread thief([&] {
        while (!is_done) {
            if (deque.try_steal()) ++stolen;
        }
    });
    int popped = 0;
    int in_vain = 0;
    for (int i = 0; i < rounds; ++i) {
        deque.push(i);
        ++(deque.try_pop() ? popped : in_vain);
    }
    CHECK(deque.empty());
    is_done = true;
    thief.join();
    CHECK(stolen == in_vain);
    REQUIRE(popped + stolen == rounds);
}
