#include "primitives/queue/treiber_stack.hpp"
#include "primitives/queues.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

using heddle::queue::treiber_stack;
using namespace heddle::tests;

TEST_CASE("treiber_stack: a pop of an empty stack fails", "[queue/treiber_stack]") {
    treiber_stack<int> stack;
    is_empty_at_first(stack);
}

TEST_CASE("treiber_stack: elements are pushed by copy, by move, and in place",
          "[queue/treiber_stack]") {
    treiber_stack<std::string> stack;
    takes_strings(stack, order::last_in_first_out);
}

TEST_CASE("treiber_stack: an element that cannot be copied changes nothing",
          "[queue/treiber_stack]") {
    treiber_stack<fragile> stack;
    is_left_as_it_was(stack);
}

TEST_CASE(
    "treiber_stack: elements that are left are destroyed, and those that are taken no longer held",
    "[queue/treiber_stack]") {
    lets_go_of_elements<treiber_stack<std::shared_ptr<int>>>();
}

TEST_CASE("treiber_stack: many threads get each element once", "[queue/treiber_stack]") {
    constexpr std::size_t items = 4'000;
    treiber_stack<parcel> stack;
    const auto got = carry(stack, 4, 4, items);
    CHECK(is_each_once(got, 4 * items));
}

TEST_CASE("treiber_stack: more threads than it has records at first can use it",
          "[queue/treiber_stack]") {
    treiber_stack<parcel> stack(1);
    serves_more_threads(stack);
}

TEST_CASE("treiber_stack: to one thread it is a stack", "[queue/treiber_stack]") {
    CHECK(rc::check([](const std::vector<bool>& operations) {
        treiber_stack<parcel> stack(*rc::gen::inRange<std::size_t>(0, 4));
        behaves_as_a_deque(stack, operations, order::last_in_first_out);
    }));
}

TEST_CASE("treiber_stack: nothing is lost or doubled, however many threads there are",
          "[queue/treiber_stack]") {
    CHECK(rc::check([] {
        const auto producers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto consumers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto items = *rc::gen::inRange<std::size_t>(1, 150);
        treiber_stack<parcel> stack(*rc::gen::inRange<std::size_t>(0, 4));
        const auto got = carry(stack, producers, consumers, items);
        RC_ASSERT(is_each_once(got, producers * items));
        RC_ASSERT(stack.empty());
    }));
}
