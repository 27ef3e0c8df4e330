#include "primitives/queue/bounded_queue.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using heddle::queue::bounded_priority_queue;
using heddle::queue::bounded_queue;
using heddle::queue::bounded_stack;
using heddle::queue::queue_closed;
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

template <class Queue>
std::vector<int> rest_of(Queue& queue) {
    std::vector<int> result;
    while (auto item = queue.try_get()) result.push_back(*item);
    return result;
}

/// A thread that was started to block, and whether it has gone on.
class blocked_thread {
public:
    template <class Operation>
    explicit blocked_thread(Operation operation)
        : thread_([this, operation] {
              try {
                  operation();
              } catch (const queue_closed&) {
                  is_closed_ = true;
              }
              has_ended_ = true;
          }) {}

    ~blocked_thread() { thread_.join(); }

    [[nodiscard]] bool has_ended() const { return has_ended_; }

    /// Waits for its end.
    /// @return whether it was told that the queue is closed
    [[nodiscard]] bool was_closed() const {
        eventually([this] { return has_ended(); });
        return is_closed_;
    }

private:
    std::atomic<bool> has_ended_{false};
    std::atomic<bool> is_closed_{false};
    std::thread thread_;
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

TEST_CASE("bounded_queue: once closed it takes nothing, and gives what is there",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(3);
    queue.put(1);
    queue.put(2);
    queue.put(3);
    queue.close();
    queue.close();
    CHECK(queue.is_closed());
    CHECK_THROWS_AS(queue.put(4), queue_closed);
    CHECK_THROWS_AS((void)queue.try_put(4), queue_closed);
    CHECK_THROWS_AS((void)queue.put_for(4, ages), queue_closed);
    CHECK(queue.get() == 1);
    CHECK(queue.next() == 2);
    CHECK(queue.try_get() == 3);
    CHECK_THROWS_AS((void)queue.get(), queue_closed);
    CHECK_THROWS_AS((void)queue.try_get(), queue_closed);
    CHECK_THROWS_AS((void)queue.get_for(ages), queue_closed);
    CHECK_THROWS_AS((void)queue.get_until(std::chrono::system_clock::now()), queue_closed);
    REQUIRE(queue.next() == std::nullopt);
}

TEST_CASE("bounded_queue: to close it wakes all who wait to put or to get",
          "[queue/bounded_queue]") {
    bounded_queue<int> full(1);
    bounded_queue<int> empty(1);
    full.put(1);
    const blocked_thread putters[] = {blocked_thread([&] { full.put(2); }),
                                      blocked_thread([&] { (void)full.put_for(2, ages); })};
    const blocked_thread getters[] = {blocked_thread([&] { (void)empty.get(); }),
                                      blocked_thread([&] { (void)empty.get_for(ages); })};
    const blocked_thread until_end([&] { (void)empty.next(); });
    give_time();
    full.close();
    empty.close();
    for (const auto& each : putters) CHECK(each.was_closed());
    for (const auto& each : getters) CHECK(each.was_closed());
    CHECK_FALSE(until_end.was_closed());
    REQUIRE(full.get() == 1);
}

TEST_CASE("bounded_queue: to close it does not end a join", "[queue/bounded_queue]") {
    bounded_queue<int> queue(1);
    queue.put(1);
    queue.close();
    CHECK_FALSE(queue.join_for(0s));
    CHECK(queue.get() == 1);
    CHECK_FALSE(queue.join_for(0s));
    queue.task_done();
    REQUIRE(queue.join_for(0s));
}

TEST_CASE("bounded_queue: to close it at once drops what is there and wakes everybody",
          "[queue/bounded_queue]") {
    const auto item = std::make_shared<int>(1);
    bounded_queue<std::shared_ptr<int>> full(1);
    bounded_queue<int> empty(1);
    full.put(item);
    {
        const blocked_thread putter([&] { full.put(nullptr); });
        const blocked_thread getter([&] { (void)empty.get(); });
        const blocked_thread joiner([&] { full.join(); });
        give_time();
        CHECK_FALSE(joiner.has_ended());
        full.close_now();
        empty.close_now();
        CHECK(putter.was_closed());
        CHECK(getter.was_closed());
    }
    CHECK(item.use_count() == 1);
    CHECK(full.empty());
    CHECK_THROWS_AS((void)full.get(), queue_closed);
    CHECK_THROWS_AS(full.task_done(), std::logic_error);
    full.close_now();
    REQUIRE(full.is_closed());
}

TEST_CASE("bounded_queue: what was got before it was closed at once has to be done",
          "[queue/bounded_queue]") {
    bounded_queue<int> queue(3);
    for (const int each : {1, 2, 3}) queue.put(each);
    CHECK(queue.get() == 1);
    queue.close_now();
    CHECK_FALSE(queue.join_for(0s));
    queue.task_done();
    queue.join();
    REQUIRE_THROWS_AS(queue.task_done(), std::logic_error);
}

TEST_CASE("bounded_queue: what is dropped may use the queue", "[queue/bounded_queue]") {
    struct curious {
        bounded_queue<std::shared_ptr<void>>* queue;
        std::size_t* size;

        ~curious() { *size = queue->size(); }
    };

    std::size_t size = 7;
    bounded_queue<std::shared_ptr<void>> queue(1);
    queue.put(std::shared_ptr<curious>(new curious{&queue, &size}));
    queue.close_now();
    REQUIRE(size == 0);
}

TEST_CASE("bounded_queue: what is dropped is done when it is gone, and not before",
          "[queue/bounded_queue]") {
    struct curious {
        bounded_queue<std::shared_ptr<void>>* queue;
        std::vector<bool>* is_done;

        ~curious() { is_done->push_back(queue->join_for(0s)); }
    };

    std::vector<bool> is_done;
    bounded_queue<std::shared_ptr<void>> queue(2);
    for (int i = 0; i < 2; ++i) queue.put(std::shared_ptr<curious>(new curious{&queue, &is_done}));
    queue.close_now();
    CHECK(is_done == std::vector<bool>(2, false));
    REQUIRE(queue.join_for(0s));
}

TEST_CASE("bounded_queue: items that are left go with it", "[queue/bounded_queue]") {
    const auto item = std::make_shared<int>(1);
    {
        bounded_queue<std::shared_ptr<int>> queue(3);
        for (int i = 0; i < 2; ++i) {
            queue.put(item);
            (void)queue.get();
        }
        queue.put(item);
        queue.put(item);
        CHECK(item.use_count() == 3);
    }
    REQUIRE(item.use_count() == 1);
}

TEST_CASE("bounded_queue: who gets the last item may destroy it", "[queue/bounded_queue]") {
    for (int i = 0; i < 200; ++i) {
        auto queue = std::make_unique<bounded_queue<int>>(1);
        std::thread putter([&q = *queue] { q.put(1); });
        (void)queue->get();
        queue.reset();
        putter.join();
    }
    SUCCEED();
}

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
          "[queue/bounded_queue]") {
    behaves_as<bounded_queue<int>>([](auto& items) { return items.begin(); });
}

TEST_CASE("bounded_queue: a stack behaves as a list from which the last is taken",
          "[queue/bounded_queue]") {
    behaves_as<bounded_stack<int>>([](auto& items) { return items.end() - 1; });
}

TEST_CASE("bounded_queue: a priority queue behaves as a list from which the least is taken",
          "[queue/bounded_queue]") {
    behaves_as<bounded_priority_queue<int>>(
        [](auto& items) { return std::min_element(items.begin(), items.end()); });
}

TEST_CASE("bounded_queue: of many threads' items each comes once, in its thread's order",
          "[queue/bounded_queue]") {
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
