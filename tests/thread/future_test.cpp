#include "primitives/thread/future.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using heddle::thread::future;
using heddle::thread::future_cancelled;
using heddle::thread::promise;
using namespace heddle::tests;
using namespace std::chrono_literals;

TEST_CASE("future: a value comes out that was put in", "[thread/future]") {
    promise<std::string> p;
    auto f = p.get_future();
    CHECK(f.valid());
    CHECK_FALSE(f.is_over());
    p.set_value("seven");
    CHECK(f.is_over());
    CHECK_FALSE(f.is_cancelled());
    CHECK(f.get() == "seven");
    REQUIRE_FALSE(f.valid());
}

TEST_CASE("future: a result may be nothing, a reference, or what can only be moved",
          "[thread/future]") {
    promise<void> nothing;
    auto no_value = nothing.get_future();
    nothing.set_value();
    no_value.get();
    int object = 0;
    promise<int&> reference;
    auto to_object = reference.get_future();
    reference.set_value(object);
    CHECK(&to_object.get() == &object);
    promise<std::unique_ptr<int>> movable;
    auto owner = movable.get_future();
    movable.set_value(std::make_unique<int>(7));
    REQUIRE(*owner.get() == 7);
}

TEST_CASE("future: an exception comes out that was put in", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    p.set_exception(std::make_exception_ptr(std::runtime_error("broken")));
    CHECK(f.is_over());
    REQUIRE_THROWS_WITH(f.get(), "broken");
}

TEST_CASE("future: a result is set once", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    p.set_value(1);
    CHECK_THROWS_AS(p.set_value(2), std::future_error);
    CHECK_THROWS_AS(p.set_exception(std::make_exception_ptr(2)), std::future_error);
    CHECK_FALSE(p.start());
    CHECK(f.get() == 1);
    promise<int> q;
    q.set_exception(std::make_exception_ptr(1));
    CHECK_THROWS_AS(q.set_exception(std::make_exception_ptr(2)), std::future_error);
    REQUIRE_THROWS_AS(q.set_value(2), std::future_error);
}

TEST_CASE("future: there is one for a promise, and it is got from once", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    CHECK_THROWS_AS((void)p.get_future(), std::future_error);
    p.set_value(1);
    auto moved = std::move(f);
    CHECK_THROWS_AS(f.get(), std::future_error);
    CHECK(moved.get() == 1);
    CHECK_THROWS_AS(moved.get(), std::future_error);
    CHECK_THROWS_AS(moved.wait(), std::future_error);
    CHECK_THROWS_AS((void)moved.wait_for(0s), std::future_error);
    CHECK_THROWS_AS(moved.cancel(), std::future_error);
    REQUIRE_FALSE(future<int>().valid());
}

template <class R, class... Value>
concept can_be_set = requires(promise<R> p, Value&&... value) {
    p.set_value(std::forward<Value>(value)...);
};

TEST_CASE("future: a promise takes what converts to its type, and nothing by a cast",
          "[thread/future]") {
    STATIC_REQUIRE(can_be_set<std::string, char const*>);
    STATIC_REQUIRE(can_be_set<std::unique_ptr<int>, std::unique_ptr<int>>);
    STATIC_REQUIRE_FALSE(can_be_set<std::unique_ptr<int>, std::unique_ptr<int>&>);
    STATIC_REQUIRE(can_be_set<int&, int&>);
    STATIC_REQUIRE_FALSE(can_be_set<int&, int const&>);
    STATIC_REQUIRE_FALSE(can_be_set<int&, double&>);
    STATIC_REQUIRE_FALSE(can_be_set<int*, long>);
    STATIC_REQUIRE_FALSE(can_be_set<long, int*>);
    STATIC_REQUIRE_FALSE(can_be_set<int>);
    STATIC_REQUIRE(can_be_set<void>);
    STATIC_REQUIRE_FALSE(can_be_set<void, int>);
    promise<std::string> p;
    auto f = p.get_future();
    p.set_value({'a', 'b'});
    REQUIRE(f.get() == "ab");
}

TEST_CASE("future: a value that cannot be copied is an exception that comes out",
          "[thread/future]") {
    struct fragile {
        fragile() = default;

        fragile(fragile const&) { throw std::runtime_error("no copy"); }
    };

    promise<fragile> p;
    auto f = p.get_future();
    fragile const value;
    p.set_value(value);
    REQUIRE_THROWS_WITH(f.get(), "no copy");
}

TEST_CASE("future: a promise that was moved from has nothing to set", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    auto moved = std::move(p);
    CHECK_THROWS_AS(p.set_value(1), std::future_error);
    CHECK_THROWS_AS(p.start(), std::future_error);
    CHECK_THROWS_AS((void)p.get_future(), std::future_error);
    moved.set_value(2);
    REQUIRE(f.get() == 2);
}

TEST_CASE("future: what is pending can be cancelled, and again", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    CHECK(f.cancel());
    CHECK(f.cancel());
    CHECK(f.is_cancelled());
    CHECK(f.is_over());
    CHECK_FALSE(p.start());
    CHECK_THROWS_AS(p.set_value(1), std::future_error);
    REQUIRE_THROWS_AS(f.get(), future_cancelled);
}

TEST_CASE("future: what is running, or over, cannot be cancelled", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    CHECK_FALSE(f.is_running());
    CHECK(p.start());
    CHECK(f.is_running());
    CHECK_FALSE(p.start());
    CHECK_FALSE(f.cancel());
    p.set_value(1);
    CHECK_FALSE(f.is_running());
    CHECK_FALSE(f.cancel());
    CHECK_FALSE(f.is_cancelled());
    REQUIRE(f.get() == 1);
}

TEST_CASE("future: a promise that goes away tells who waits", "[thread/future]") {
    future<int> not_started;
    future<int> started;
    future<int> kept;
    {
        promise<int> p;
        not_started = p.get_future();
        promise<int> q;
        started = q.get_future();
        CHECK(q.start());
        promise<int> r;
        kept = r.get_future();
        r.set_value(1);
        const promise<int> moved = std::move(r);
    }
    CHECK(not_started.is_cancelled());
    CHECK_THROWS_AS(started.get(), std::future_error);
    REQUIRE(kept.get() == 1);
}

TEST_CASE("future: to wait lasts until there is a result", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    std::atomic<int> woken{0};
    std::vector<std::thread> waiters;
    for (int i = 0; i < 4; ++i) {
        waiters.emplace_back([&] {
            f.wait();
            ++woken;
        });
    }
    give_time();
    CHECK(woken == 0);
    p.set_value(1);
    for (auto& each : waiters) each.join();
    REQUIRE(woken == 4);
}

TEST_CASE("future: to cancel wakes who waits", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    std::thread waiter([&] { f.wait(); });
    give_time();
    CHECK(f.cancel());
    waiter.join();
    REQUIRE(f.is_cancelled());
}

TEST_CASE("future: who waits while it is started is woken by the result", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    std::thread waiter([&] { f.wait(); });
    give_time();
    CHECK(p.start());
    give_time();
    p.set_value(1);
    waiter.join();
    REQUIRE(f.get() == 1);
}

TEST_CASE("future: a timed wait gives up when its time is over", "[thread/future]") {
    promise<int> p;
    auto f = p.get_future();
    const auto before = std::chrono::steady_clock::now();
    CHECK_FALSE(f.wait_for(moment));
    CHECK(std::chrono::steady_clock::now() - before >= moment);
    const auto deadline = std::chrono::system_clock::now() + moment;
    CHECK_FALSE(f.wait_until(deadline));
    CHECK(std::chrono::system_clock::now() >= deadline);
    CHECK_FALSE(f.wait_for(0s));
    CHECK_FALSE(f.wait_for(-1s));
    CHECK_FALSE(f.wait_until(std::chrono::steady_clock::time_point::min()));
    CHECK_FALSE(f.wait_until(std::chrono::system_clock::time_point::min()));
    p.set_value(1);
    CHECK(f.wait_for(ages));
    CHECK(f.wait_for(std::chrono::hours::max()));
    CHECK(f.wait_for(-1s));
    REQUIRE(f.wait_until(std::chrono::system_clock::now()));
}

TEST_CASE("future: a timeout without end lasts until there is a result", "[thread/future]") {
    using namespace std::chrono;
    const auto lasts = [](auto wait) {
        promise<int> p;
        const auto f = p.get_future();
        return returned_by([&] { return wait(f); }, [&] { p.set_value(1); });
    };
    CHECK(lasts([](const auto& f) { return f.wait_for(hours::max()); }));
    CHECK(lasts([](const auto& f) { return f.wait_until(steady_clock::time_point::max()); }));
    REQUIRE(lasts([](const auto& f) { return f.wait_until(system_clock::time_point::max()); }));
}

TEST_CASE("future: a promise that goes away when it was started wakes who waits",
          "[thread/future]") {
    auto p = std::make_optional<promise<int>>();
    auto f = p->get_future();
    CHECK(p->start());
    std::optional<std::future_error> told;
    std::thread waiter([&] {
        try {
            (void)f.get();
        } catch (const std::future_error& error) {
            told = error;
        }
    });
    give_time();
    p.reset();
    waiter.join();
    REQUIRE(told);
    REQUIRE(told->code() == std::future_errc::broken_promise);
}

TEST_CASE("future: any sequence of calls leads where the table says", "[thread/future]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& calls) {
        enum { pending, running, ready, cancelled } state = pending;
        promise<int> p;
        auto f = p.get_future();
        int result = 0;
        for (const std::uint8_t call : calls) {
            switch (call % 4) {
            case 0:
                RC_ASSERT(p.start() == (state == pending));
                if (state == pending) state = running;
                break;
            case 1:
                RC_ASSERT(f.cancel() == (state == pending || state == cancelled));
                if (state == pending) state = cancelled;
                break;
            case 2:
                try {
                    p.set_value(call);
                    RC_ASSERT(state == pending || state == running);
                    state = ready;
                    result = call;
                } catch (const std::future_error&) {
                    RC_ASSERT(state == ready || state == cancelled);
                }
                break;
            default: RC_ASSERT(f.wait_for(0s) == (state == ready || state == cancelled));
            }
            RC_ASSERT(f.is_running() == (state == running));
            RC_ASSERT(f.is_over() == (state == ready || state == cancelled));
            RC_ASSERT(f.is_cancelled() == (state == cancelled));
        }
        if (state == ready) RC_ASSERT(f.get() == result);
        if (state == cancelled) RC_ASSERT_THROWS_AS(f.get(), future_cancelled);
    }));
}

TEST_CASE("future: of a start and many cancels one side wins", "[thread/future]") {
    CHECK(rc::check([] {
        const auto cancels = *rc::gen::inRange<std::size_t>(1, 4);
        const auto waits = *rc::gen::inRange<std::size_t>(0, 3);
        promise<int> p;
        auto f = p.get_future();
        bool started = false;
        std::atomic<std::size_t> cancelled{0};
        run_threads(1 + cancels + waits, [&](std::size_t index) {
            if (index == 0) {
                started = p.start();
                if (started) p.set_value(7);
            } else if (index <= cancels) {
                if (f.cancel()) ++cancelled;
            } else {
                f.wait();
            }
        });
        RC_ASSERT(cancelled == (started ? 0U : cancels));
        RC_ASSERT(f.is_cancelled() == !started);
        if (started) RC_ASSERT(f.get() == 7);
    }));
}
