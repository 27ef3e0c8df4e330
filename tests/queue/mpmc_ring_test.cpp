#include "primitives/queue/mpmc_ring.hpp"
#include "primitives/queues.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using heddle::queue::mpmc_ring;
using namespace heddle::tests;

TEST_CASE("mpmc_ring: a pop of an empty ring fails", "[queue/mpmc_ring]") {
    mpmc_ring<int> ring(2);
    CHECK(ring.empty());
    CHECK_FALSE(ring.try_pop());
    CHECK(ring.try_push(1));
    CHECK(ring.try_pop() == 1);
    REQUIRE_FALSE(ring.try_pop());
}

TEST_CASE("mpmc_ring: a push to a full ring fails and leaves what was to be pushed",
          "[queue/mpmc_ring]") {
    mpmc_ring<parcel> ring(1);
    CHECK(ring.try_emplace(std::make_unique<std::size_t>(1U)));
    auto second = std::make_unique<std::size_t>(2U);
    CHECK_FALSE(ring.try_push(std::move(second)));
    REQUIRE(second != nullptr); // NOLINT: not moved from
    CHECK(**ring.try_pop() == 1);
    CHECK(ring.try_push(std::move(second)));
    CHECK(ring.size() == 1);
}

TEST_CASE("mpmc_ring: it has room for as many as it was made for", "[queue/mpmc_ring]") {
    for (const std::size_t capacity : {1U, 2U, 3U, 7U, 8U}) {
        mpmc_ring<std::size_t> ring(capacity);
        CHECK(ring.capacity() == capacity);
        for (int lap = 0; lap < 3; ++lap) {
            for (std::size_t i = 0; i < capacity; ++i) {
                CHECK(ring.size() == i);
                CHECK(ring.try_push(i));
            }
            CHECK_FALSE(ring.try_push(0));
            CHECK(ring.size() == capacity);
            for (std::size_t i = 0; i < capacity; ++i) CHECK(ring.try_pop() == i);
            CHECK(ring.empty());
        }
    }
}

TEST_CASE("mpmc_ring: a capacity that cannot be is refused", "[queue/mpmc_ring]") {
    CHECK_THROWS_AS(mpmc_ring<int>(0), std::invalid_argument);
    CHECK_THROWS_AS(mpmc_ring<int>(std::numeric_limits<std::size_t>::max()), std::length_error);
}

TEST_CASE("mpmc_ring: elements are pushed by copy, by move, and in place", "[queue/mpmc_ring]") {
    mpmc_ring<std::string> ring(3);
    const std::string first = "first";
    std::string second = "second";
    CHECK(ring.try_push(first));
    CHECK(ring.try_push(std::move(second)));
    CHECK(ring.try_emplace(3U, 'c'));
    CHECK(ring.try_pop() == "first");
    CHECK(ring.try_pop() == "second");
    CHECK(ring.try_pop() == "ccc");
}

TEST_CASE("mpmc_ring: an element may push another one while it is made", "[queue/mpmc_ring]") {
    struct parent {
        int number;

        explicit parent(int n) noexcept : number(n) {}

        explicit parent(mpmc_ring<parent>& ring) noexcept
            : number(ring.try_emplace(2) && !ring.try_emplace(3) ? 1 : 0) {}
    };

    mpmc_ring<parent> ring(2);
    CHECK(ring.try_emplace(ring));
    for (const int each : {1, 2}) CHECK(ring.try_pop().value_or(parent(0)).number == each);
    REQUIRE(ring.empty());
}

TEST_CASE("mpmc_ring: an element that cannot be made changes nothing", "[queue/mpmc_ring]") {
    mpmc_ring<fragile> ring(1);
    const fragile one(1);
    fragile::breaks = true;
    CHECK_THROWS_AS(ring.try_push(one), std::runtime_error);
    CHECK_THROWS_AS(ring.try_emplace(2), std::runtime_error);
    CHECK(ring.empty());
    fragile::breaks = false;
    CHECK(ring.try_push(one));
    const auto found = ring.try_pop();
    REQUIRE(found);
    CHECK(found->number == 1);
}

TEST_CASE(
    "mpmc_ring: elements that are left are destroyed, and those that are taken no longer held",
    "[queue/mpmc_ring]") {
    const auto witness = std::make_shared<int>(0);
    {
        mpmc_ring<std::shared_ptr<int>> ring(3);
        for (int i = 0; i < 5; ++i) {
            CHECK(ring.try_push(witness));
            if (i < 3) CHECK(ring.try_pop());
            if (i == 2) CHECK(witness.use_count() == 1);
        }
        CHECK(witness.use_count() == 3);
    }
    REQUIRE(witness.use_count() == 1);
}

TEST_CASE("mpmc_ring: one thread gets what another one pushes, in that order",
          "[queue/mpmc_ring]") {
    constexpr std::size_t items = 20'000;
    mpmc_ring<parcel> ring(64);
    const auto got = carry(ring, 1, 1, items);
    CHECK(is_each_once(got, items));
    REQUIRE(is_in_order(got, 1, items));
}

TEST_CASE("mpmc_ring: many threads get each element once", "[queue/mpmc_ring]") {
    constexpr std::size_t items = 5'000;
    mpmc_ring<parcel> ring(64);
    const auto got = carry(ring, 4, 4, items);
    CHECK(is_each_once(got, 4 * items));
    REQUIRE(is_in_order(got, 4, items));
}

TEST_CASE("mpmc_ring: anybody may ask for the size", "[queue/mpmc_ring]") {
    mpmc_ring<parcel> ring(3);
    std::atomic<bool> is_done{false};
    std::thread asks([&] {
        while (!is_done) {
            if (ring.size() > 3) break;
        }
        CHECK(ring.size() <= 3);
    });
    carry(ring, 2, 2, 1'000);
    is_done = true;
    asks.join();
    REQUIRE(ring.empty());
}

TEST_CASE("mpmc_ring: to one thread it is a deque with an end, also where numbers end",
          "[queue/mpmc_ring]") {
    CHECK(rc::check([](const std::vector<bool>& operations) {
        const auto capacity = *rc::gen::inRange<std::size_t>(1, 6);
        const auto laps_left = *rc::gen::inRange<std::size_t>(0, 3);
        mpmc_ring<parcel> ring(capacity, {.number = 0 - laps_left});
        behaves_as_a_deque(ring, operations, order::first_in_first_out, capacity);
    }));
}

TEST_CASE("mpmc_ring: nothing is lost, doubled or overtaken, however many threads there are",
          "[queue/mpmc_ring]") {
    CHECK(rc::check([] {
        const auto capacity = *rc::gen::inRange<std::size_t>(1, 9);
        const auto producers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto consumers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto items = *rc::gen::inRange<std::size_t>(1, 150);
        mpmc_ring<parcel> ring(capacity, {.number = 0 - *rc::gen::inRange<std::size_t>(0, 9)});
        const auto got = carry(ring, producers, consumers, items);
        RC_ASSERT(is_each_once(got, producers * items));
        RC_ASSERT(is_in_order(got, producers, items));
        RC_ASSERT(ring.empty());
    }));
}
