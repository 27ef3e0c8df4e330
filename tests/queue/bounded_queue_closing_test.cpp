#include "primitives/bounded_queues.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

using heddle::queue::bounded_queue;
using heddle::queue::queue_closed;
using namespace heddle::tests;
using namespace std::chrono_literals;

TEST_CASE("bounded_queue: once closed it takes nothing, and gives what is there",
          "[queue/bounded_queue_closing]") {
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
          "[queue/bounded_queue_closing]") {
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

TEST_CASE("bounded_queue: to close it does not end a join", "[queue/bounded_queue_closing]") {
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
          "[queue/bounded_queue_closing]") {
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
          "[queue/bounded_queue_closing]") {
    bounded_queue<int> queue(3);
    for (const int each : {1, 2, 3}) queue.put(each);
    CHECK(queue.get() == 1);
    queue.close_now();
    CHECK_FALSE(queue.join_for(0s));
    queue.task_done();
    queue.join();
    REQUIRE_THROWS_AS(queue.task_done(), std::logic_error);
}

TEST_CASE("bounded_queue: what is dropped may use the queue", "[queue/bounded_queue_closing]") {
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
          "[queue/bounded_queue_closing]") {
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

TEST_CASE("bounded_queue: items that are left go with it", "[queue/bounded_queue_closing]") {
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

TEST_CASE("bounded_queue: who gets the last item may destroy it", "[queue/bounded_queue_closing]") {
    for (int i = 0; i < 200; ++i) {
        auto queue = std::make_unique<bounded_queue<int>>(1);
        std::thread putter([&q = *queue] { q.put(1); });
        (void)queue->get();
        queue.reset();
        putter.join();
    }
    SUCCEED();
}
