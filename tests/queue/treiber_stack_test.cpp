#include "primitives/queue/treiber_stack.hpp"
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

using heddle::queue::treiber_stack;
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

TEST_CASE("treiber_stack: a pop of an empty stack fails", "[queue/treiber_stack]") {
    treiber_stack<int> stack;
    CHECK(stack.empty());
    CHECK_FALSE(stack.try_pop());
    stack.push(1);
    CHECK_FALSE(stack.empty());
    CHECK(stack.try_pop() == 1);
    REQUIRE_FALSE(stack.try_pop());
}

TEST_CASE("treiber_stack: elements are pushed by copy, by move, and in place",
          "[queue/treiber_stack]") {
    treiber_stack<std::string> stack;
    const std::string first = "first";
    std::string second = "second";
    stack.push(first);
    stack.push(std::move(second));
    stack.emplace(3U, 'c');
    CHECK(stack.try_pop() == "ccc");
    CHECK(stack.try_pop() == "second");
    CHECK(stack.try_pop() == "first");
}

TEST_CASE("treiber_stack: an element that cannot be copied changes nothing",
          "[queue/treiber_stack]") {
    treiber_stack<fragile> stack;
    const fragile one(1);
    fragile::breaks = true;
    CHECK_THROWS_AS(stack.push(one), std::runtime_error);
    fragile::breaks = false;
    REQUIRE(stack.empty());
    REQUIRE_FALSE(stack.try_pop());
}

TEST_CASE(
    "treiber_stack: elements that are left are destroyed, and those that are taken no longer held",
    "[queue/treiber_stack]") {
    const auto witness = std::make_shared<int>(0);
    {
        treiber_stack<std::shared_ptr<int>> stack;
        for (int i = 0; i < 50; ++i) {
            stack.push(witness);
            CHECK(stack.try_pop());
        }
        CHECK(witness.use_count() == 1);
        for (int i = 0; i < 3; ++i) stack.push(witness);
        CHECK(witness.use_count() == 4);
    }
    REQUIRE(witness.use_count() == 1);
}

TEST_CASE("treiber_stack: many threads get each element once", "[queue/treiber_stack]") {
    constexpr std::size_t items = 4'000;
    treiber_stack<parcel> stack;
    const auto got = carry(stack, 4, 4, items);
    CHECK(is_each_once(got, 4 * items));
}

TEST_CASE("treiber_stack: more threads than it has records at first can use it",
          "[queue/treiber_stack]") {
    constexpr std::size_t threads = 24;
    treiber_stack<parcel> stack(1);
    std::atomic<bool> in_vain{false};
    run_threads(threads, [&](std::size_t index) {
        for (std::size_t i = 0; i < 100; ++i) {
            stack.push(std::make_unique<std::size_t>(index));
            if (!stack.try_pop()) in_vain = true; // there are as many elements as threads in here
        }
    });
    CHECK_FALSE(in_vain);
    REQUIRE(stack.empty());
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
