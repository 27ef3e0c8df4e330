#include "primitives/queue/michael_scott_queue.hpp"
#include "primitives/queues.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using heddle::queue::michael_scott_queue;
using namespace heddle::tests;

namespace {

/// Throws when it is copied, and told to.
struct fragile {
    explicit fragile(int n) : number(n) {}

    fragile(const fragile& other) : number(other.number) {
        if (breaks) throw std::runtime_error("broken");
    }

    fragile(fragile&& other) noexcept : number(other.number) {}

    int number;
    static inline bool breaks = false;
};

} // namespace

TEST_CASE("michael_scott_queue: a pop of an empty queue fails", "[queue/michael_scott_queue]") {
    michael_scott_queue<int> queue;
    CHECK(queue.empty());
    CHECK_FALSE(queue.try_pop());
    queue.push(1);
    CHECK_FALSE(queue.empty());
    CHECK(queue.try_pop() == 1);
    REQUIRE_FALSE(queue.try_pop());
}

TEST_CASE("michael_scott_queue: elements are pushed by copy, by move, and in place",
          "[queue/michael_scott_queue]") {
    michael_scott_queue<std::string> queue;
    const std::string first = "first";
    std::string second = "second";
    queue.push(first);
    queue.push(std::move(second));
    queue.emplace(3U, 'c');
    CHECK(queue.try_pop() == "first");
    CHECK(queue.try_pop() == "second");
    CHECK(queue.try_pop() == "ccc");
}

TEST_CASE("michael_scott_queue: an element that cannot be copied changes nothing",
          "[queue/michael_scott_queue]") {
    michael_scott_queue<fragile> queue;
    const fragile one(1);
    fragile::breaks = true;
    CHECK_THROWS_AS(queue.push(one), std::runtime_error);
    fragile::breaks = false;
    REQUIRE(queue.empty());
    REQUIRE_FALSE(queue.try_pop());
}

TEST_CASE("michael_scott_queue: elements that are left are destroyed, and those that are taken no "
          "longer held",
          "[queue/michael_scott_queue]") {
    const auto witness = std::make_shared<int>(0);
    {
        michael_scott_queue<std::shared_ptr<int>> queue;
        for (int i = 0; i < 50; ++i) {
            queue.push(witness);
            CHECK(queue.try_pop());
        }
        CHECK(witness.use_count() == 1);
        for (int i = 0; i < 3; ++i) queue.push(witness);
        CHECK(witness.use_count() == 4);
    }
    REQUIRE(witness.use_count() == 1);
}

TEST_CASE("michael_scott_queue: one thread gets what another one pushes, in that order",
          "[queue/michael_scott_queue]") {
    constexpr std::size_t items = 10'000;
    michael_scott_queue<parcel> queue;
    const auto got = carry(queue, 1, 1, items);
    CHECK(is_each_once(got, items));
    REQUIRE(is_in_order(got, 1, items));
}

TEST_CASE("michael_scott_queue: many threads get each element once",
          "[queue/michael_scott_queue]") {
    constexpr std::size_t items = 4'000;
    michael_scott_queue<parcel> queue;
    const auto got = carry(queue, 4, 4, items);
    CHECK(is_each_once(got, 4 * items));
    REQUIRE(is_in_order(got, 4, items));
}

TEST_CASE("michael_scott_queue: more threads than it has records at first can use it",
          "[queue/michael_scott_queue]") {
    constexpr std::size_t threads = 24;
    michael_scott_queue<parcel> queue(1);
    std::atomic<bool> in_vain{false};
    run_threads(threads, [&](std::size_t index) {
        for (std::size_t i = 0; i < 100; ++i) {
            queue.push(std::make_unique<std::size_t>(index));
            if (!queue.try_pop()) in_vain = true; // there are as many elements as threads in here
        }
    });
    CHECK_FALSE(in_vain);
    REQUIRE(queue.empty());
}

TEST_CASE("michael_scott_queue: to one thread it is a queue", "[queue/michael_scott_queue]") {
    CHECK(rc::check([](const std::vector<bool>& operations) {
        michael_scott_queue<parcel> queue(*rc::gen::inRange<std::size_t>(0, 4));
        behaves_as_a_deque(queue, operations, order::first_in_first_out);
    }));
}

TEST_CASE(
    "michael_scott_queue: nothing is lost, doubled or overtaken, however many threads there are",
    "[queue/michael_scott_queue]") {
    CHECK(rc::check([] {
        const auto producers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto consumers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto items = *rc::gen::inRange<std::size_t>(1, 150);
        michael_scott_queue<parcel> queue(*rc::gen::inRange<std::size_t>(0, 4));
        const auto got = carry(queue, producers, consumers, items);
        RC_ASSERT(is_each_once(got, producers * items));
        RC_ASSERT(is_in_order(got, producers, items));
        RC_ASSERT(queue.empty());
    }));
}
