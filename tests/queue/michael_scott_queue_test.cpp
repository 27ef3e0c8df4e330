#include "primitives/queue/michael_scott_queue.hpp"
#include "primitives/queues.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

using heddle::queue::michael_scott_queue;
using namespace heddle::tests;

TEST_CASE("michael_scott_queue: a pop of an empty queue fails", "[queue/michael_scott_queue]") {
    michael_scott_queue<int> queue;
    is_empty_at_first(queue);
}

TEST_CASE("michael_scott_queue: elements are pushed by copy, by move, and in place",
          "[queue/michael_scott_queue]") {
    michael_scott_queue<std::string> queue;
    takes_strings(queue, order::first_in_first_out);
}

TEST_CASE("michael_scott_queue: an element that cannot be copied changes nothing",
          "[queue/michael_scott_queue]") {
    michael_scott_queue<fragile> queue;
    is_left_as_it_was(queue);
}

TEST_CASE("michael_scott_queue: elements that are left are destroyed, and those that are taken no "
          "longer held",
          "[queue/michael_scott_queue]") {
    lets_go_of_elements<michael_scott_queue<std::shared_ptr<int>>>();
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
    michael_scott_queue<parcel> queue(1);
    serves_more_threads(queue);
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
