#include "primitives/bounded_queues.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

using heddle::queue::bounded_priority_queue;
using heddle::queue::bounded_queue;
using heddle::queue::bounded_stack;
using heddle::queue::queue_closed;
using namespace heddle::tests;
using namespace std::chrono_literals;

namespace {

/// Any calls that do not block do to `Queue` what they do to a list that `next_of` takes from.
template <class Queue, class Next>
void behaves_as(Next next_of) {
    CHECK(rc::check([&] {
        std::size_t capacity = *rc::gen::inRange<std::size_t>(1, 6);
        Queue queue(capacity);
        std::vector<int> items;
        std::size_t unfinished = 0;
        bool is_closed = false;
        const auto calls = *rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(
            rc::gen::weightedElement<int>({{8, 0}, {8, 1}, {2, 2}, {4, 3}, {2, 4}, {1, 5}, {1, 6}}),
            rc::gen::inRange(1, 20)));
        for (const auto& [call, value] : calls) {
            try {
                if (call == 0) {
                    const bool has_room = items.size() < capacity;
                    RC_ASSERT(queue.try_put(int{value}) == has_room);
                    RC_ASSERT(!is_closed);
                    if (has_room) {
                        items.push_back(value);
                        ++unfinished;
                    }
                } else if (call == 1 || call == 2) {
                    const auto got = call == 1 ? queue.try_get() : queue.get_for(-1s);
                    RC_ASSERT(got.has_value() == !items.empty());
                    if (got) {
                        const auto next = next_of(items);
                        RC_ASSERT(*got == *next);
                        items.erase(next);
                    } else {
                        RC_ASSERT(!is_closed);
                    }
                } else if (call == 3) {
                    queue.task_done();
                    RC_ASSERT(unfinished > 0U);
                    --unfinished;
                } else if (call == 4) {
                    capacity = static_cast<std::size_t>(value);
                    queue.set_capacity(capacity);
                } else if (call == 5) {
                    queue.close();
                    is_closed = true;
                } else {
                    queue.close_now();
                    is_closed = true;
                    unfinished -= std::min(items.size(), unfinished);
                    items.clear();
                }
            } catch (const queue_closed&) {
                RC_ASSERT(is_closed);
                RC_ASSERT(call == 0 || (call <= 2 && items.empty()));
            } catch (const std::logic_error&) {
                RC_ASSERT(call == 3);
                RC_ASSERT(unfinished == 0U);
            }
            RC_ASSERT(queue.size() == items.size());
            RC_ASSERT(queue.empty() == items.empty());
            RC_ASSERT(queue.full() == (items.size() >= capacity));
            RC_ASSERT(queue.capacity() == capacity);
            RC_ASSERT(queue.is_closed() == is_closed);
            RC_ASSERT(queue.join_for(0s) == (unfinished == 0));
        }
    }));
}

} // namespace

TEST_CASE("bounded_queue: it behaves as a list from which the first is taken",
          "[queue/bounded_queue_properties]") {
    behaves_as<bounded_queue<int>>([](auto& items) { return items.begin(); });
}

TEST_CASE("bounded_queue: a stack behaves as a list from which the last is taken",
          "[queue/bounded_queue_properties]") {
    behaves_as<bounded_stack<int>>([](auto& items) { return items.end() - 1; });
}

TEST_CASE("bounded_queue: a priority queue behaves as a list from which the least is taken",
          "[queue/bounded_queue_properties]") {
    behaves_as<bounded_priority_queue<int>>(
        [](auto& items) { return std::min_element(items.begin(), items.end()); });
}

TEST_CASE("bounded_queue: of many threads' items each comes once, in its thread's order",
          "[queue/bounded_queue_properties]") {
    CHECK(rc::check([] {
        const auto producers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto consumers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto capacity = *rc::gen::inRange<std::size_t>(1, 9);
        const auto items = *rc::gen::inRange<std::size_t>(1, 200);
        // 0: waits; 1: tries until it succeeds; 2: waits for some microseconds at a time
        const auto patience =
            *rc::gen::container<std::vector<int>>(producers + consumers, rc::gen::inRange(0, 3));
        const auto resizes = *rc::gen::arbitrary<bool>();
        struct item {
            std::size_t producer;
            std::size_t number;
        };
        bounded_queue<item> queue(capacity);
        std::vector<std::vector<item>> got(consumers);
        std::atomic<std::size_t> producing{producers};
        run_threads(producers + consumers + 1, [&](std::size_t index) {
            if (index == producers + consumers) {
                for (std::size_t i = 1; resizes && producing != 0; i = i % 8 + 1)
                    queue.set_capacity(i);
                queue.set_capacity(capacity);
                queue.join();
                return;
            }
            const int how = patience[index];
            if (index < producers) {
                for (std::size_t i = 0; i < items; ++i) {
                    item next{index, i};
                    if (how == 0)
                        queue.put(next);
                    else
                        while (how == 1 ? !queue.try_put(std::move(next))
                                        : !queue.put_for(std::move(next), 50us))
                            std::this_thread::yield();
                }
                if (--producing == 0) queue.close();
                return;
            }
            auto& mine = got[index - producers];
            const auto take = [&](const std::optional<item>& next) {
                if (!next) return std::this_thread::yield();
                mine.push_back(*next);
                queue.task_done();
            };
            try {
                for (;;) {
                    if (how == 0)
                        take(queue.get());
                    else
                        take(how == 1 ? queue.try_get() : queue.get_for(50us));
                }
            } catch (const queue_closed&) { // the end
            }
        });
        std::vector<std::vector<bool>> seen(producers, std::vector<bool>(items));
        std::size_t count = 0;
        for (const auto& each : got) {
            std::vector<std::optional<std::size_t>> last(producers);
            for (const auto& [producer, number] : each) {
                RC_ASSERT(!seen[producer][number]);
                seen[producer][number] = true;
                RC_ASSERT(!last[producer] || *last[producer] < number);
                last[producer] = number;
                ++count;
            }
        }
        RC_ASSERT(count == producers * items);
        RC_ASSERT(queue.empty());
    }));
}
