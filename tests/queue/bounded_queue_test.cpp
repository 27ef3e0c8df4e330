#include "primitives/bounded_queues.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using heddle::queue::bounded_priority_queue;
using heddle::queue::bounded_queue;
using heddle::queue::bounded_stack;
using heddle::queue::unbounded;
using namespace heddle::tests;
using namespace std::chrono_literals;

namespace {

/// An item that cannot be moved while `refuses` is set.
struct reluctant {
    int value;
    const std::atomic<bool>* refuses;

    reluctant(int v, const std::atomic<bool>& r) : value(v), refuses(&r) {}

    reluctant(reluctant&& other) : value(other.value), refuses(other.refuses) {
        if (*refuses) throw std::runtime_error("not now");
    }
};

} // namespace

TEST_CASE("bounded_queue: the first in is the first out", "[queue/bounded_queue]") {
    bounded_queue<int> queue(3);
    for (const int each : {111, 333, 222}) queue.put(each);
    REQUIRE(rest_of(queue) == std::vector{111, 333, 222});
}

TEST_CASE("bounded_queue: of a stack the last in is the first out", "[queue/bounded_queue]") {
    bounded_stack<int> queue(3);
    for (const int each : {111, 333, 222}) queue.put(each);
    REQUIRE(rest_of(queue) == std::vector{222, 333, 111});
}

TEST_CASE("bounded_queue: of a priority queue the least is the first out",
          "[queue/bounded_queue]") {
    bounded_priority_queue<int> queue(3);
    for (const int each : {111, 333, 222}) queue.put(each);
    REQUIRE(rest_of(queue) == std::vector{111, 222, 333});
}

TEST_CASE("bounded_queue: items of any type are kept, even bool", "[queue/bounded_queue]") {
    bounded_queue<bool> queue(2);
    bounded_stack<bool> stack(2);
    bounded_priority_queue<bool> priorities(2);
    for (bool const each : {true, false}) {
        queue.put(each);
        stack.put(each);
        priorities.put(each);
    }
    CHECK(queue.get());
    CHECK_FALSE(stack.get());
    REQUIRE_FALSE(priorities.get());
}

TEST_CASE("bounded_queue: what is put may be a copy", "[queue/bounded_queue]") {
    bounded_queue<std::string> queue(3);
    std::string const item(100, 'x');
    CHECK(queue.try_put(item));
    CHECK(queue.put_for(item, 1s));
    CHECK(queue.put_until(item, std::chrono::steady_clock::now() + 1s));
    CHECK_FALSE(queue.try_put(item));
    for (int i = 0; i != 3; ++i) REQUIRE(queue.get() == item);
}

TEST_CASE("bounded_queue: items that can only be moved pass", "[queue/bounded_queue]") {
    bounded_queue<std::unique_ptr<int>> queue(2);
    queue.put(std::make_unique<int>(1));
    CHECK(queue.try_put(std::make_unique<int>(2)));
    auto kept = std::make_unique<int>(3);
    CHECK_FALSE(queue.try_put(std::move(kept)));
    CHECK(*kept == 3);
    CHECK(*queue.get() == 1);
    REQUIRE(**queue.next() == 2);
}

TEST_CASE("bounded_queue: it tells its size and capacity", "[queue/bounded_queue]") {
    bounded_queue<int> queue(2);
    CHECK(queue.capacity() == 2);
    CHECK(queue.empty());
    CHECK_FALSE(queue.full());
    queue.put(1);
    CHECK_FALSE(queue.empty());
    CHECK_FALSE(queue.full());
    queue.put(2);
    CHECK(queue.size() == 2);
    CHECK(queue.full());
    REQUIRE_FALSE(queue.is_closed());
}

TEST_CASE("bounded_queue: there is none without capacity", "[queue/bounded_queue]") {
    CHECK_THROWS_AS(bounded_queue<int>(0), std::invalid_argument);
    bounded_queue<int> queue(1);
    CHECK_THROWS_AS(queue.set_capacity(0), std::invalid_argument);
    REQUIRE(queue.capacity() == 1);
}

TEST_CASE("bounded_queue: without a bound it is never full", "[queue/bounded_queue]") {
    bounded_queue<int> queue(unbounded);
    std::vector<int> expected;
    for (int i = 0; i < 1000; ++i) {
        queue.put(i);
        expected.push_back(i);
    }
    CHECK_FALSE(queue.full());
    REQUIRE(rest_of(queue) == expected);
}

TEST_CASE("bounded_queue: to put fails at once on a full queue if it may not wait",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    CHECK(queue.try_put(1));
    CHECK_FALSE(queue.try_put(2));
    CHECK_FALSE(queue.put_for(2, 0s));
    CHECK_FALSE(queue.put_for(2, -1s));
    CHECK_FALSE(queue.put_until(2, std::chrono::steady_clock::time_point::min()));
    REQUIRE(rest_of(queue) == std::vector{1});
}

TEST_CASE("bounded_queue: to put gives up on a full queue when its time is over",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    CHECK(queue.put_for(1, ages));
    const auto before = std::chrono::steady_clock::now();
    CHECK_FALSE(queue.put_for(2, moment));
    CHECK(std::chrono::steady_clock::now() - before >= moment);
    const auto deadline = std::chrono::system_clock::now() + moment;
    CHECK_FALSE(queue.put_until(2, deadline));
    CHECK(std::chrono::system_clock::now() >= deadline);
    REQUIRE(rest_of(queue) == std::vector{1});
}

TEST_CASE("bounded_queue: to put blocks on a full queue until another thread gets",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    queue.put(1);
    {
        const blocked_thread putter([&] { queue.put(2); });
        const blocked_thread other([&] { (void)queue.put_for(3, ages); });
        give_time();
        CHECK_FALSE(putter.has_ended());
        CHECK_FALSE(other.has_ended());
        CHECK(queue.get() == 1);
        CHECK(queue.get() + queue.get() == 5);
    }
    REQUIRE(queue.empty());
}

TEST_CASE("bounded_queue: to get fails at once on an empty queue if it may not wait",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    CHECK(queue.try_get() == std::nullopt);
    CHECK(queue.get_for(0s) == std::nullopt);
    CHECK(queue.get_for(-1s) == std::nullopt);
    CHECK(queue.get_until(std::chrono::steady_clock::time_point::min()) == std::nullopt);
    queue.put(1);
    REQUIRE(queue.get_for(-1s) == 1);
}

TEST_CASE("bounded_queue: to get gives up on an empty queue when its time is over",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    const auto before = std::chrono::steady_clock::now();
    CHECK(queue.get_for(moment) == std::nullopt);
    CHECK(std::chrono::steady_clock::now() - before >= moment);
    const auto deadline = std::chrono::system_clock::now() + moment;
    CHECK(queue.get_until(deadline) == std::nullopt);
    REQUIRE(std::chrono::system_clock::now() >= deadline);
}

TEST_CASE("bounded_queue: to get blocks on an empty queue until another thread puts",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(4);
    std::atomic<int> sum{0};
    {
        const blocked_thread getter([&] { sum += queue.get(); });
        const blocked_thread until_end([&] { sum += *queue.next(); });
        const blocked_thread timed([&] { sum += *queue.get_for(ages); });
        give_time();
        CHECK(sum == 0);
        for (const int each : {1, 2, 4}) queue.put(each);
    }
    REQUIRE(sum == 7);
}

TEST_CASE("bounded_queue: its capacity can shrink", "[queue/bounded_queue]") {
    bounded_queue<int> queue(3);
    for (const int each : {1, 2, 3}) queue.put(each);
    queue.set_capacity(1);
    CHECK(queue.capacity() == 1);
    CHECK(queue.size() == 3);
    CHECK_FALSE(queue.try_put(4));
    CHECK(queue.get() == 1);
    CHECK(queue.get() == 2);
    CHECK_FALSE(queue.try_put(4));
    {
        const blocked_thread putter([&] { queue.put(4); });
        give_time();
        CHECK_FALSE(putter.has_ended());
        CHECK(queue.get() == 3);
    }
    REQUIRE(rest_of(queue) == std::vector{4});
}

TEST_CASE("bounded_queue: as many can put as its capacity grows by", "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    queue.put(0);
    const blocked_thread first([&] { queue.put(1); });
    const blocked_thread second([&] { queue.put(1); });
    const blocked_thread third([&] { queue.put(1); });
    give_time();
    queue.set_capacity(3);
    eventually([&] { return queue.size() == 3; });
    give_time();
    CHECK(queue.size() == 3);
    queue.set_capacity(unbounded);
    for (const auto* each : {&first, &second, &third}) CHECK_FALSE(each->was_closed());
    REQUIRE(rest_of(queue) == std::vector{0, 1, 1, 1});
}

TEST_CASE("bounded_queue: more items done than were put are an error", "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    CHECK_THROWS_AS(queue.task_done(), std::logic_error);
    queue.put(1);
    (void)queue.get();
    queue.task_done();
    REQUIRE_THROWS_AS(queue.task_done(), std::logic_error);
}

TEST_CASE("bounded_queue: to join returns when all is done, and again", "[queue/bounded_queue]") {
    bounded_queue<int> queue(4);
    queue.join();
    std::atomic<int> sum{0};
    std::vector<std::thread> workers;
    for (int i = 0; i < 2; ++i) {
        workers.emplace_back([&] {
            while (const auto item = queue.next()) {
                std::this_thread::yield();
                sum += *item;
                queue.task_done();
            }
        });
    }
    int expected = 0;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 100; ++i) {
            queue.put(i);
            expected += i;
        }
        queue.join();
        CHECK(sum == expected);
        CHECK(queue.join_for(0s));
    }
    queue.close();
    for (auto& each : workers) each.join();
    queue.join();
    REQUIRE(queue.empty());
}

TEST_CASE("bounded_queue: to join gives up when its time is over", "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    queue.put(1);
    (void)queue.get();
    const auto before = std::chrono::steady_clock::now();
    CHECK_FALSE(queue.join_for(moment));
    CHECK(std::chrono::steady_clock::now() - before >= moment);
    CHECK_FALSE(queue.join_for(-1s));
    CHECK_FALSE(queue.join_until(std::chrono::system_clock::now() + moment));
    queue.task_done();
    REQUIRE(queue.join_until(std::chrono::system_clock::now()));
}

TEST_CASE("bounded_queue: an exception while an item is put loses neither it nor room",
          "[queue/bounded_queue]") {
    std::atomic<bool> refuses{true};
    bounded_queue<reluctant> queue(1);
    reluctant item(1, refuses);
    CHECK_THROWS_WITH(queue.put(std::move(item)), "not now");
    CHECK_THROWS_WITH((void)queue.try_put(std::move(item)), "not now");
    CHECK_THROWS_WITH((void)queue.put_for(std::move(item), moment), "not now");
    CHECK(queue.empty());
    queue.join(); // nothing was put that would have to be done
    refuses = false;
    queue.put(std::move(item));
    CHECK_FALSE(queue.try_put(std::move(item)));
    REQUIRE(queue.get().value == 1);
}

TEST_CASE("bounded_queue: an exception while an item is got leaves it there",
          "[queue/bounded_queue]") {
    std::atomic<bool> refuses{false};
    bounded_queue<reluctant> queue(2);
    queue.put(reluctant(1, refuses));
    queue.put(reluctant(2, refuses));
    refuses = true;
    CHECK_THROWS_WITH((void)queue.get(), "not now");
    CHECK_THROWS_WITH((void)queue.next(), "not now");
    CHECK_THROWS_WITH((void)queue.try_get(), "not now");
    CHECK_THROWS_WITH((void)queue.get_for(moment), "not now");
    CHECK(queue.full());
    refuses = false;
    CHECK(queue.get().value == 1);
    REQUIRE(queue.try_get()->value == 2);
}

TEST_CASE("bounded_queue: an exception while it grows leaves it as it was",
          "[queue/bounded_queue]") {
    std::atomic<bool> refuses{false};
    bounded_queue<reluctant> queue(1);
    queue.put(reluctant(1, refuses));
    refuses = true;
    CHECK_THROWS_WITH(queue.set_capacity(2), "not now");
    CHECK(queue.capacity() == 1);
    CHECK(queue.full());
    refuses = false;
    queue.set_capacity(2);
    queue.put(reluctant(2, refuses));
    CHECK(queue.get().value == 1);
    REQUIRE(queue.get().value == 2);
}

TEST_CASE("bounded_queue: whoever fails to get wakes another one", "[queue/bounded_queue]") {
    std::atomic<bool> refuses{false};
    std::atomic<int> got{0};
    std::atomic<int> failed{0};
    bounded_queue<reluctant> queue(1);
    const auto get = [&] {
        try {
            (void)queue.get();
            ++got;
        } catch (const std::runtime_error&) {
            refuses = false;
            ++failed;
        }
    };
    std::thread first(get);
    std::thread second(get);
    give_time();
    queue.put(reluctant(1, refuses));
    // Whether this comes in time or not, no thread may be left behind.
    refuses = true;
    eventually([&] { return got + failed >= 1; });
    if (failed == 0) {
        refuses = false;
        queue.put(reluctant(2, refuses));
    }
    first.join();
    second.join();
    REQUIRE(got + failed == 2);
}
