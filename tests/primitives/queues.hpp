/// @file
/// What is true of all queues, of whatever kind: tests of it on native threads.
#pragma once

#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <cstddef>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace heddle::tests {

/// Movable only, and on the heap: what is lost is a leak, what is taken twice a use after free.
using parcel = std::unique_ptr<std::size_t>;

/// Throws when it is made, or copied, and told to.
struct fragile {
    explicit fragile(int n) : number(n) {
        if (breaks) throw std::runtime_error("broken");
    }

    fragile(const fragile& other) : fragile(other.number) {}

    fragile(fragile&& other) noexcept : number(other.number) {}

    int number;
    static inline bool breaks = false;
};

enum class order { first_in_first_out, last_in_first_out };

/// Pushes, where there may be no room.
/// @return whether there was
template <class Queue, class T>
bool offer(Queue& queue, T& value) {
    if constexpr (requires { queue.try_push(std::move(value)); }) {
        return queue.try_push(std::move(value));
    } else {
        queue.push(std::move(value));
        return true;
    }
}

/// One thread pushes and pops, as `operations` say (true: push), what it would of a deque with room
/// for `capacity`.
template <class Queue>
void behaves_as_a_deque(Queue& queue, const std::vector<bool>& operations, order leaves,
                        std::size_t capacity = std::numeric_limits<std::size_t>::max()) {
    std::deque<std::size_t> expected;
    std::size_t next = 0;
    for (const bool is_push : operations) {
        if (is_push) {
            auto value = std::make_unique<std::size_t>(next);
            const bool has_room = expected.size() < capacity;
            RC_ASSERT(offer(queue, value) == has_room);
            RC_ASSERT((value == nullptr) == has_room); // untouched, where there was no room
            if (has_room) expected.push_back(next++);
        } else {
            const auto found = queue.try_pop();
            RC_ASSERT(found.has_value() == !expected.empty());
            if (!found) continue;
            const bool is_fifo = leaves == order::first_in_first_out;
            RC_ASSERT(**found == (is_fifo ? expected.front() : expected.back()));
            is_fifo ? expected.pop_front() : expected.pop_back();
        }
        RC_ASSERT(queue.empty() == expected.empty());
        if constexpr (requires { queue.size(); }) RC_ASSERT(queue.size() == expected.size());
    }
}

/// Each of `producers` threads pushes `items` parcels, each of `consumers` pops until all are out.
/// @return what each consumer got, in that order: producer * items + rank
template <class Queue>
std::vector<std::vector<std::size_t>> carry(Queue& queue, std::size_t producers,
                                            std::size_t consumers, std::size_t items) {
    std::vector<std::vector<std::size_t>> got(consumers);
    std::atomic<std::size_t> left{producers * items};
    run_threads(producers + consumers, [&](std::size_t index) {
        if (index < producers) {
            for (std::size_t i = 0; i < items; ++i) {
                auto value = std::make_unique<std::size_t>(index * items + i);
                while (!offer(queue, value)) std::this_thread::yield();
            }
            return;
        }
        while (left.load(std::memory_order_relaxed) != 0) {
            if (auto found = queue.try_pop()) {
                got[index - producers].push_back(**found);
                left.fetch_sub(1, std::memory_order_relaxed);
            } else {
                std::this_thread::yield();
            }
        }
    });
    return got;
}

/// Whether each of `count` things was got once.
inline bool is_each_once(const std::vector<std::vector<std::size_t>>& got, std::size_t count) {
    std::vector<int> times(count);
    for (const auto& each : got) {
        for (const std::size_t value : each) {
            if (value >= count || ++times[value] != 1) return false;
        }
    }
    std::size_t total = 0;
    for (const auto& each : got) total += each.size();
    return total == count;
}

/// Whether every consumer got what a producer pushed in the order in which it did.
inline bool is_in_order(const std::vector<std::vector<std::size_t>>& got, std::size_t producers,
                        std::size_t items) {
    for (const auto& each : got) {
        std::vector<std::size_t> next(producers);
        for (const std::size_t value : each) {
            const std::size_t rank = value % items;
            if (rank < next[value / items]) return false;
            next[value / items] = rank + 1;
        }
    }
    return true;
}

// Of containers that have no end. Each takes one that is empty.

template <class Container>
void is_empty_at_first(Container& container) {
    CHECK(container.empty());
    CHECK_FALSE(container.try_pop());
    container.push(1);
    CHECK_FALSE(container.empty());
    CHECK(container.try_pop() == 1);
    REQUIRE_FALSE(container.try_pop());
}

/// By copy, by move, and in place.
template <class Container>
void takes_strings(Container& container, order leaves) {
    const std::string first = "first";
    std::string second = "second";
    container.push(first);
    container.push(std::move(second));
    container.emplace(3U, 'c');
    const bool is_fifo = leaves == order::first_in_first_out;
    CHECK(container.try_pop() == (is_fifo ? "first" : "ccc"));
    CHECK(container.try_pop() == "second");
    REQUIRE(container.try_pop() == (is_fifo ? "ccc" : "first"));
}

/// When an element cannot be copied.
template <class Container>
void is_left_as_it_was(Container& container) {
    const fragile one(1);
    fragile::breaks = true;
    CHECK_THROWS_AS(container.push(one), std::runtime_error);
    fragile::breaks = false;
    CHECK(container.empty());
    REQUIRE_FALSE(container.try_pop());
}

/// Of elements that are taken, and when it is destroyed of those that are left.
template <class Container>
void lets_go_of_elements() {
    const auto witness = std::make_shared<int>(0);
    {
        Container container;
        for (int i = 0; i < 50; ++i) {
            container.push(witness);
            CHECK(container.try_pop());
        }
        CHECK(witness.use_count() == 1);
        for (int i = 0; i < 3; ++i) container.push(witness);
        CHECK(witness.use_count() == 4);
    }
    REQUIRE(witness.use_count() == 1);
}

/// Than it has records of hazard pointers for at first.
template <class Container>
void serves_more_threads(Container& container) {
    constexpr std::size_t threads = 24;
    std::atomic<bool> in_vain{false};
    run_threads(threads, [&](std::size_t index) {
        for (std::size_t i = 0; i < 100; ++i) {
            container.push(std::make_unique<std::size_t>(index));
            // There are as many elements as threads in here.
            if (!container.try_pop()) in_vain = true;
        }
    });
    CHECK_FALSE(in_vain);
    REQUIRE(container.empty());
}

} // namespace heddle::tests
