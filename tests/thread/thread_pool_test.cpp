#include "primitives/thread/thread_pool.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using heddle::queue::queue_closed;
using heddle::queue::unbounded;
using heddle::thread::future;
using heddle::thread::future_cancelled;
using heddle::thread::task_queue;
using heddle::thread::thread_pool;
using namespace heddle::tests;
using namespace std::chrono_literals;

namespace {

/// A pool of one thread that has something to do until it is told to go on.
struct busy_pool {
    std::latch may_go_on{1};
    std::latch is_busy{1};
    thread_pool pool{1};
    future<void> task = pool.submit([this] {
        is_busy.count_down();
        may_go_on.wait();
    });

    busy_pool() { is_busy.wait(); }

    // So that a test that fails before it lets the task go on does not hang.
    ~busy_pool() {
        if (!may_go_on.try_wait()) may_go_on.count_down();
    }
};

} // namespace

TEST_CASE("thread_pool: a task's value comes back", "[thread/thread_pool]") {
    thread_pool pool(2);
    auto sum = pool.submit([](int a, int b) { return a + b; }, 3, 4);
    static_assert(std::is_same_v<decltype(sum), future<int>>);
    auto nothing = pool.submit([] {});
    static_assert(std::is_same_v<decltype(nothing), future<void>>);
    nothing.get();
    CHECK(sum.get() == 7);
    int object = 0;
    auto reference = pool.submit([&]() -> int& { return object; });
    REQUIRE(&reference.get() == &object);
}

TEST_CASE("thread_pool: functions and arguments of all kinds can be submitted",
          "[thread/thread_pool]") {
    struct counter {
        int count = 5;

        int add(int more) { return count += more; }
    };

    thread_pool pool(1);
    counter c;
    CHECK(pool.submit(&counter::add, &c, 2).get() == 7);
    CHECK(pool.submit([](std::unique_ptr<int> p) { return *p; }, std::make_unique<int>(8)).get() ==
          8);
    CHECK(*pool.submit([p = std::make_unique<int>(9)]() mutable { return std::move(p); }).get() ==
          9);
    int changed = 0;
    pool.submit([](int& i) { i = 1; }, std::ref(changed)).get();
    REQUIRE(changed == 1);
}

TEST_CASE("thread_pool: a task's exception comes back, and its thread goes on",
          "[thread/thread_pool]") {
    thread_pool pool(1);
    auto bad = pool.submit([]() -> int { throw std::runtime_error("broken"); });
    auto good = pool.submit([] { return 1; });
    CHECK_THROWS_WITH(bad.get(), "broken");
    REQUIRE(good.get() == 1);
}

TEST_CASE("thread_pool: there is none of no threads, or that takes no tasks",
          "[thread/thread_pool]") {
    CHECK_THROWS_AS(thread_pool(0), std::invalid_argument);
    CHECK_THROWS_AS(thread_pool(1, 0), std::invalid_argument);
    CHECK(thread_pool().threads() >= 1);
    REQUIRE(thread_pool(3).threads() == 3);
}

TEST_CASE("thread_pool: its threads run tasks at the same time", "[thread/thread_pool]") {
    thread_pool pool(3);
    std::latch all(3);
    std::vector<future<void>> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(pool.submit([&] { all.arrive_and_wait(); }));
    for (auto& each : tasks) each.get();
    SUCCEED();
}

TEST_CASE("thread_pool: nothing can be submitted after a shutdown", "[thread/thread_pool]") {
    thread_pool pool(1);
    pool.shutdown();
    CHECK_THROWS_AS((void)pool.submit([] {}), queue_closed);
    CHECK_THROWS_AS((void)pool.try_submit([] {}), queue_closed);
    pool.shutdown_now();
    REQUIRE_THROWS_AS((void)pool.submit([] {}), queue_closed);
}

TEST_CASE("thread_pool: a shutdown does not wait, and what was submitted is run",
          "[thread/thread_pool]") {
    busy_pool busy;
    auto later = busy.pool.submit([] { return 1; });
    busy.pool.shutdown();
    CHECK_FALSE(later.is_over());
    busy.may_go_on.count_down();
    busy.pool.join();
    CHECK(later.is_over());
    busy.pool.join();
    REQUIRE(later.get() == 1);
}

TEST_CASE("thread_pool: a shutdown at once cancels what has not been started",
          "[thread/thread_pool]") {
    busy_pool busy;
    std::atomic<bool> was_run{false};
    auto later = busy.pool.submit([&] { was_run = true; });
    busy.pool.shutdown_now();
    REQUIRE(later.is_cancelled());
    CHECK(busy.pool.size() == 0);
    CHECK_THROWS_AS(later.get(), future_cancelled);
    CHECK_FALSE(busy.task.is_over());
    busy.may_go_on.count_down();
    busy.pool.join();
    busy.task.get();
    REQUIRE_FALSE(was_run);
}

TEST_CASE("thread_pool: it can go away with work pending", "[thread/thread_pool]") {
    std::atomic<int> done{0};
    std::vector<future<void>> tasks;
    {
        thread_pool pool(2);
        for (int i = 0; i < 20; ++i) {
            tasks.push_back(pool.submit([&] {
                std::this_thread::sleep_for(100us);
                ++done;
            }));
        }
    }
    CHECK(done == 20);
    for (auto& each : tasks) CHECK(each.is_over());
    {
        thread_pool pool(2);
        for (int i = 0; i < 20; ++i) (void)pool.submit([] { std::this_thread::sleep_for(100us); });
        pool.shutdown_now();
    }
    SUCCEED();
}

TEST_CASE("thread_pool: it can go away after a shutdown, while tasks run", "[thread/thread_pool]") {
    std::atomic<int> done{0};
    for (int i = 0; i < 20; ++i) {
        thread_pool pool(3);
        std::latch is_busy(1);
        (void)pool.submit([&] {
            is_busy.count_down();
            std::this_thread::sleep_for(100us);
            ++done;
        });
        is_busy.wait();
        pool.shutdown();
    }
    REQUIRE(done == 20);
}

TEST_CASE("thread_pool: a shutdown needs no room among the tasks that wait",
          "[thread/thread_pool]") {
    std::atomic<int> done{0};
    for (int i = 0; i < 100; ++i) {
        thread_pool pool(2, 1);
        for (int task = 0; task < 3; ++task) (void)pool.submit([&] { ++done; });
        pool.shutdown();
        pool.join();
    }
    REQUIRE(done == 300);
}

TEST_CASE("thread_pool: many tasks that end at once are all waited for", "[thread/thread_pool]") {
    thread_pool pool(4);
    std::latch may_go_on(1);
    std::atomic<int> done{0};
    std::vector<future<void>> tasks;
    for (int i = 0; i < 100; ++i) {
        tasks.push_back(pool.submit([&] {
            may_go_on.wait();
            ++done;
        }));
    }
    run_threads(4, [&](std::size_t index) {
        if (index == 0) may_go_on.count_down();
        for (const auto& each : tasks) each.wait();
        CHECK(done == 100);
    });
}

TEST_CASE("thread_pool: what fails on its way in, or out, stops neither it nor its thread",
          "[thread/thread_pool]") {
    struct reluctant {
        bool refuses;

        explicit reluctant(bool r) : refuses(r) {}

        reluctant(const reluctant& other) : refuses(other.refuses) {
            if (refuses) throw std::runtime_error("not now");
        }
    };

    thread_pool pool(1, 1);
    const reluctant argument(true);
    CHECK_THROWS_WITH(pool.submit([](const reluctant&) {}, argument), "not now");
    auto result = pool.submit([&] { return argument; });
    CHECK_THROWS_WITH(result.get(), "not now");
    CHECK(pool.submit([] { return 1; }).get() == 1);
    pool.shutdown();
    pool.join();
    REQUIRE(pool.size() == 0);
}

TEST_CASE("thread_pool: a task that has not been started can be cancelled",
          "[thread/thread_pool]") {
    busy_pool busy;
    std::atomic<bool> was_run{false};
    auto later = busy.pool.submit([&] { was_run = true; });
    CHECK(busy.task.is_running());
    CHECK_FALSE(busy.task.cancel());
    CHECK(later.cancel());
    CHECK(later.cancel());
    CHECK_THROWS_AS(later.get(), future_cancelled);
    busy.may_go_on.count_down();
    busy.pool.wait_idle();
    CHECK_FALSE(was_run);
    REQUIRE_FALSE(busy.task.cancel());
}

TEST_CASE("thread_pool: to wait until nothing is to be done lasts as long",
          "[thread/thread_pool]") {
    busy_pool busy;
    CHECK_FALSE(busy.pool.wait_idle_for(0s));
    CHECK_FALSE(busy.pool.wait_idle_for(-1s));
    const auto before = std::chrono::steady_clock::now();
    CHECK_FALSE(busy.pool.wait_idle_for(moment));
    CHECK(std::chrono::steady_clock::now() - before >= moment);
    CHECK_FALSE(busy.pool.wait_idle_until(std::chrono::system_clock::now() + moment));
    int result = 0; // plain: to be idle publishes it
    (void)busy.pool.submit([&] { result = 1; });
    busy.may_go_on.count_down();
    busy.pool.wait_idle();
    CHECK(result == 1);
    CHECK(busy.pool.wait_idle_for(0s));
    REQUIRE(busy.pool.size() == 0);
}

TEST_CASE("thread_pool: where few tasks may wait, who submits another waits",
          "[thread/thread_pool]") {
    std::latch may_go_on(1);
    std::latch is_busy(1);
    thread_pool pool(1, 1);
    (void)pool.submit([&] {
        is_busy.count_down();
        may_go_on.wait();
    });
    is_busy.wait();
    auto second = pool.try_submit([] { return 2; });
    CHECK(second.has_value());
    CHECK_FALSE(pool.try_submit([] {}).has_value());
    std::atomic<bool> is_in{false};
    std::thread submitter([&] {
        auto third = pool.submit([] { return 3; });
        is_in = true;
        third.wait();
    });
    give_time();
    CHECK_FALSE(is_in);
    may_go_on.count_down();
    submitter.join();
    REQUIRE(second->get() == 2);
}

TEST_CASE("thread_pool: a shutdown is told to who waits to submit", "[thread/thread_pool]") {
    std::latch may_go_on(1);
    std::latch is_busy(1);
    thread_pool pool(1, 1);
    (void)pool.submit([&] {
        is_busy.count_down();
        may_go_on.wait();
    });
    is_busy.wait();
    (void)pool.submit([] {});
    std::atomic<bool> was_told{false};
    std::thread submitter([&] {
        try {
            (void)pool.submit([] {});
        } catch (const queue_closed&) {
            was_told = true;
        }
    });
    give_time();
    pool.shutdown();
    submitter.join();
    may_go_on.count_down();
    REQUIRE(was_told);
}

TEST_CASE("thread_pool: tasks can submit tasks", "[thread/thread_pool]") {
    thread_pool pool(2);
    std::atomic<int> done{0};
    std::function<void(int)> split = [&](int depth) {
        if (depth == 0) {
            ++done;
            return;
        }
        (void)pool.submit(split, depth - 1);
        (void)pool.submit(split, depth - 1);
    };
    (void)pool.submit(split, 5);
    pool.wait_idle();
    REQUIRE(done == 32);
}

TEST_CASE("thread_pool: what a task holds is gone before its result is there",
          "[thread/thread_pool]") {
    thread_pool pool(1);
    const auto held = std::make_shared<int>(1);
    pool.submit([held] { return *held; }).get();
    CHECK(held.use_count() == 1);
    pool.submit([](const std::shared_ptr<int>&) {}, held).get();
    REQUIRE(held.use_count() == 1);
}

TEST_CASE("thread_pool: a task that is cancelled lets go of what it holds",
          "[thread/thread_pool]") {
    auto const held = std::make_shared<int>(1);
    std::vector<future<void>> results;
    {
        task_queue tasks(3);
        for (int i = 0; i != 3; ++i) results.push_back(tasks.submit([held] {}));
        CHECK(held.use_count() == 4);
        CHECK(results[0].cancel());
        CHECK(held.use_count() == 3);
        tasks.shutdown_now();
        CHECK(held.use_count() == 1);
    }
    for (auto const& each : results) REQUIRE(each.is_cancelled());
}

TEST_CASE("thread_pool: a result outlives it", "[thread/thread_pool]") {
    future<std::string> result;
    {
        thread_pool pool(1);
        result = pool.submit([] { return std::string("here"); });
    }
    REQUIRE(result.get() == "here");
}

TEST_CASE("thread_pool: one thread runs tasks in the order of their submission",
          "[thread/thread_pool]") {
    CHECK(rc::check([](const std::vector<int>& numbers) {
        std::vector<int> run; // plain: of one thread, and then of this one
        thread_pool pool(1);
        for (const int each : numbers) (void)pool.submit([&run, each] { run.push_back(each); });
        pool.wait_idle();
        RC_ASSERT(run == numbers);
    }));
}

TEST_CASE("thread_pool: each task is run once, or cancelled, whatever happens",
          "[thread/thread_pool]") {
    CHECK(rc::check([] {
        const auto workers = *rc::gen::inRange<std::size_t>(1, 4);
        const auto submitters = *rc::gen::inRange<std::size_t>(1, 4);
        const auto capacity = *rc::gen::element<std::size_t>(1, 4, unbounded);
        const auto tasks = *rc::gen::inRange<std::size_t>(1, 60);
        const auto cancel_each = *rc::gen::inRange<std::size_t>(0, 4); // 0: none
        const auto end = *rc::gen::inRange(0, 3); // by waiting, by a shutdown, by one at once
        std::vector<std::atomic<int>> runs(submitters * tasks);
        std::vector<std::vector<future<std::size_t>>> results(submitters);
        {
            thread_pool pool(workers, capacity);
            run_threads(submitters + 1, [&](std::size_t index) {
                if (index == submitters) {
                    if (end == 0) return;
                    std::this_thread::sleep_for(50us);
                    if (end == 1)
                        pool.shutdown();
                    else
                        pool.shutdown_now();
                    return;
                }
                try {
                    for (std::size_t i = 0; i < tasks; ++i) {
                        const std::size_t number = index * tasks + i;
                        results[index].push_back(pool.submit([&runs, number] {
                            ++runs[number];
                            return number;
                        }));
                        if (cancel_each != 0 && i % cancel_each == 0)
                            results[index].back().cancel();
                    }
                } catch (const queue_closed&) { // as the last thread says
                }
            });
            if (end == 0) pool.wait_idle();
        }
        for (std::size_t index = 0; index < submitters; ++index) {
            RC_ASSERT(end != 0 || results[index].size() == tasks);
            for (std::size_t i = 0; i < tasks; ++i) {
                const std::size_t number = index * tasks + i;
                if (i >= results[index].size()) {
                    RC_ASSERT(runs[number] == 0);
                    continue;
                }
                auto& result = results[index][i];
                RC_ASSERT(result.is_over());
                RC_ASSERT(runs[number] == (result.is_cancelled() ? 0 : 1));
                if (!result.is_cancelled()) RC_ASSERT(result.get() == number);
            }
        }
    }));
}
