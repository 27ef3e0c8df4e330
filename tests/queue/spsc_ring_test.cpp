#include "primitives/queue/spsc_ring.hpp"
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

using heddle::queue::spsc_ring;
using namespace heddle::tests;

namespace {

/// Cannot be moved out, either.
struct copied_only : fragile {
    using fragile::fragile;

    copied_only(const copied_only&) = default;
};

} // namespace

TEST_CASE("spsc_ring: a pop of an empty ring fails", "[queue/spsc_ring]") {
    spsc_ring<int> ring(2);
    CHECK(ring.empty());
    CHECK_FALSE(ring.try_pop());
    CHECK(ring.try_push(1));
    CHECK(ring.try_pop() == 1);
    REQUIRE_FALSE(ring.try_pop());
}

TEST_CASE("spsc_ring: a push to a full ring fails and leaves what was to be pushed",
          "[queue/spsc_ring]") {
    spsc_ring<parcel> ring(1);
    CHECK(ring.try_emplace(std::make_unique<std::size_t>(1U)));
    auto second = std::make_unique<std::size_t>(2U);
    CHECK_FALSE(ring.try_push(std::move(second)));
    REQUIRE(second != nullptr); // NOLINT: not moved from
    CHECK(**ring.try_pop() == 1);
    CHECK(ring.try_push(std::move(second)));
    CHECK(ring.size() == 1);
}

TEST_CASE("spsc_ring: it has room for as many as it was made for", "[queue/spsc_ring]") {
    for (const std::size_t capacity : {1U, 2U, 3U, 7U, 8U}) {
        spsc_ring<std::size_t> ring(capacity);
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

TEST_CASE("spsc_ring: a capacity that cannot be is refused", "[queue/spsc_ring]") {
    CHECK_THROWS_AS(spsc_ring<int>(0), std::invalid_argument);
    CHECK_THROWS_AS(spsc_ring<int>(std::numeric_limits<std::size_t>::max()), std::length_error);
}

TEST_CASE("spsc_ring: elements are pushed by copy, by move, and in place", "[queue/spsc_ring]") {
    spsc_ring<std::string> ring(3);
    const std::string first = "first";
    std::string second = "second";
    CHECK(ring.try_push(first));
    CHECK(ring.try_push(std::move(second)));
    CHECK(ring.try_emplace(3U, 'c'));
    CHECK(ring.try_pop() == "first");
    CHECK(ring.try_pop() == "second");
    CHECK(ring.try_pop() == "ccc");
}

TEST_CASE("spsc_ring: an element that cannot be copied in, or out, changes nothing",
          "[queue/spsc_ring]") {
    spsc_ring<copied_only> ring(1);
    const copied_only one(1);
    fragile::breaks = true;
    CHECK_THROWS_AS(ring.try_push(one), std::runtime_error);
    CHECK(ring.empty());
    fragile::breaks = false;
    CHECK(ring.try_push(one));
    fragile::breaks = true;
    CHECK_THROWS_AS(ring.try_pop(), std::runtime_error);
    CHECK(ring.size() == 1);
    fragile::breaks = false;
    const auto found = ring.try_pop();
    REQUIRE(found);
    CHECK(found->number == 1);
}

TEST_CASE(
    "spsc_ring: elements that are left are destroyed, and those that are taken no longer held",
    "[queue/spsc_ring]") {
    const auto witness = std::make_shared<int>(0);
    {
        spsc_ring<std::shared_ptr<int>> ring(3);
        for (int i = 0; i < 5; ++i) {
            CHECK(ring.try_push(witness));
            if (i < 3) CHECK(ring.try_pop());
            if (i == 2) CHECK(witness.use_count() == 1);
        }
        CHECK(witness.use_count() == 3);
    }
    REQUIRE(witness.use_count() == 1);
}

TEST_CASE("spsc_ring: the consumer's side may be handed on", "[queue/spsc_ring]") {
    spsc_ring<int> ring(4);
    for (int i = 0; i < 4; ++i) CHECK(ring.try_push(i));
    for (int i = 0; i < 4; ++i) {
        std::thread([&] { CHECK(ring.try_pop() == i); }).join();
    }
}

TEST_CASE("spsc_ring: one thread gets what another one pushes, in that order",
          "[queue/spsc_ring]") {
    constexpr std::size_t items = 20'000;
    spsc_ring<parcel> ring(64);
    const auto got = carry(ring, 1, 1, items);
    CHECK(is_each_once(got, items));
    REQUIRE(is_in_order(got, 1, items));
}

TEST_CASE("spsc_ring: anybody may ask for the size", "[queue/spsc_ring]") {
    spsc_ring<parcel> ring(3);
    std::atomic<bool> is_done{false};
    std::thread asks([&] {
        while (!is_done) {
            if (ring.size() > 3) break;
        }
        CHECK(ring.size() <= 3);
    });
    carry(ring, 1, 1, 2'000);
    is_done = true;
    asks.join();
    REQUIRE(ring.empty());
}

TEST_CASE("spsc_ring: to one thread it is a deque with an end", "[queue/spsc_ring]") {
    CHECK(rc::check([](const std::vector<bool>& operations) {
        const auto capacity = *rc::gen::inRange<std::size_t>(1, 6);
        spsc_ring<parcel> ring(capacity);
        behaves_as_a_deque(ring, operations, order::first_in_first_out, capacity);
    }));
}

TEST_CASE("spsc_ring: nothing is lost, doubled or overtaken, whatever the capacity",
          "[queue/spsc_ring]") {
    CHECK(rc::check([] {
        const auto capacity = *rc::gen::inRange<std::size_t>(1, 9);
        const auto items = *rc::gen::inRange<std::size_t>(1, 500);
        spsc_ring<parcel> ring(capacity);
        const auto got = carry(ring, 1, 1, items);
        RC_ASSERT(is_each_once(got, items));
        RC_ASSERT(is_in_order(got, 1, items));
        RC_ASSERT(ring.empty());
    }));
}
