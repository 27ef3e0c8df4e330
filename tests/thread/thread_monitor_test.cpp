#include "primitives/thread/monitored_thread.hpp"
#include "primitives/thread/thread_monitor.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using heddle::thread::basic_thread_monitor;
using heddle::thread::illegal_transition;
using heddle::thread::is_over;
using heddle::thread::may_follow;
using heddle::thread::monitored_thread;
using heddle::thread::thread_monitor;
using heddle::thread::thread_state;
using heddle::thread::time_in;
using namespace heddle::tests;
using namespace std::chrono_literals;

namespace {

constexpr std::array all_states{thread_state::created,    thread_state::runnable,
                                thread_state::running,    thread_state::blocked,
                                thread_state::terminated, thread_state::failed};

template <class History>
std::vector<thread_state> states_of(const History& history) {
    std::vector<thread_state> result;
    for (const auto& step : history) result.push_back(step.to);
    return result;
}

template <class Monitor>
void live(Monitor& monitor, int blocks) {
    monitor.schedule();
    monitor.run([blocks](Monitor& m) {
        for (int i = 0; i < blocks; ++i) const auto scope = m.blocking();
    });
}

} // namespace

TEST_CASE("thread_monitor: a thread goes through its states in order", "[thread/thread_monitor]") {
    monitored_thread subject;
    CHECK(subject.monitor().state() == thread_state::created);
    std::latch is_running(1);
    std::latch may_block(1);
    std::latch may_end(1);
    subject.start([&](thread_monitor& monitor) {
        is_running.count_down();
        may_block.wait();
        {
            const auto scope = monitor.blocking();
            may_end.wait();
        }
        CHECK(monitor.state() == thread_state::running);
    });
    is_running.wait();
    CHECK(subject.monitor().state() == thread_state::running);
    may_block.count_down();
    eventually([&] { return subject.monitor().state() == thread_state::blocked; });
    may_end.count_down();
    subject.join();
    CHECK(subject.monitor().state() == thread_state::terminated);
    CHECK(subject.monitor().transitions() == 5);
    REQUIRE(states_of(subject.monitor().history()) ==
            std::vector{thread_state::created, thread_state::runnable, thread_state::running,
                        thread_state::blocked, thread_state::running, thread_state::terminated});
}

TEST_CASE("thread_monitor: a transition that is not legal throws, and changes nothing",
          "[thread/thread_monitor]") {
    thread_monitor monitor;
    const auto unchanged = [&](thread_state state, std::uint64_t transitions) {
        CHECK(monitor.state() == state);
        CHECK(monitor.transitions() == transitions);
    };
    bool was_called = false;
    CHECK_THROWS_AS(monitor.run([&] { was_called = true; }), illegal_transition);
    CHECK_THROWS_AS(monitor.blocking(), illegal_transition);
    CHECK_THROWS_AS(monitor.abandon(nullptr), illegal_transition);
    unchanged(thread_state::created, 0);
    monitor.schedule();
    CHECK_THROWS_WITH(monitor.schedule(), "a thread that is runnable cannot be made runnable");
    CHECK_THROWS_AS(monitor.blocking(), illegal_transition);
    unchanged(thread_state::runnable, 1);
    monitor.run([&] {
        CHECK_THROWS_AS(monitor.schedule(), illegal_transition);
        CHECK_THROWS_AS(monitor.run([&] { was_called = true; }), illegal_transition);
        unchanged(thread_state::running, 2);
        const auto scope = monitor.blocking();
        CHECK_THROWS_AS(monitor.blocking(), illegal_transition);
        unchanged(thread_state::blocked, 3);
    });
    CHECK_THROWS_AS(monitor.schedule(), illegal_transition);
    CHECK_THROWS_AS(monitor.run([&] { was_called = true; }), illegal_transition);
    CHECK_THROWS_AS(monitor.abandon(nullptr), illegal_transition);
    unchanged(thread_state::terminated, 5);
    REQUIRE_FALSE(was_called);
}

TEST_CASE("thread_monitor: a thread is started once", "[thread/thread_monitor]") {
    monitored_thread subject;
    subject.start([] {});
    CHECK_THROWS_AS(subject.start([] { FAIL("it was started again"); }), illegal_transition);
    subject.join();
    CHECK_THROWS_AS(subject.start([] { FAIL("it was started again"); }), illegal_transition);
    REQUIRE(subject.monitor().state() == thread_state::terminated);
}

TEST_CASE("thread_monitor: a thread that is never started may go away", "[thread/thread_monitor]") {
    const monitored_thread subject;
    REQUIRE(subject.monitor().elapsed() == 0ns);
}

TEST_CASE("thread_monitor: an exception is kept, and taken by one", "[thread/thread_monitor]") {
    monitored_thread subject;
    CHECK(subject.monitor().take_error() == nullptr);
    subject.start([] { throw std::runtime_error("broken"); });
    subject.monitor().wait();
    CHECK(subject.monitor().state() == thread_state::failed);
    std::atomic<int> taken{0};
    run_threads(4, [&](std::size_t) {
        const std::exception_ptr error = subject.monitor().take_error();
        if (!error) return;
        ++taken;
        CHECK_THROWS_WITH(std::rethrow_exception(error), "broken");
    });
    CHECK(taken == 1);
    CHECK(subject.monitor().take_error() == nullptr);
    REQUIRE_NOTHROW(subject.join());
}

TEST_CASE("thread_monitor: to join throws what the thread failed by, once",
          "[thread/thread_monitor]") {
    monitored_thread subject;
    subject.start([] { throw std::runtime_error("broken"); });
    CHECK_THROWS_WITH(subject.join(), "broken");
    REQUIRE_NOTHROW(subject.join());
}

TEST_CASE("thread_monitor: an exception that nobody takes is forgotten with the thread",
          "[thread/thread_monitor]") {
    monitored_thread subject;
    subject.start([] { throw std::runtime_error("broken"); });
    subject.monitor().wait();
    SUCCEED();
}

TEST_CASE("thread_monitor: an exception ends the time that a thread is blocked",
          "[thread/thread_monitor]") {
    thread_monitor monitor;
    monitor.schedule();
    monitor.run([](thread_monitor& m) {
        const auto scope = m.blocking();
        throw std::runtime_error("interrupted");
    });
    REQUIRE(states_of(monitor.history()) ==
            std::vector{thread_state::created, thread_state::runnable, thread_state::running,
                        thread_state::blocked, thread_state::running, thread_state::failed});
}

TEST_CASE("thread_monitor: a thread that could not be started has failed",
          "[thread/thread_monitor]") {
    struct cannot_be_copied {
        cannot_be_copied() = default;

        cannot_be_copied(const cannot_be_copied&) { throw std::runtime_error("no room"); }

        void operator()() const {}
    };

    monitored_thread subject;
    const cannot_be_copied work;
    CHECK_THROWS_WITH(subject.start(work), "no room");
    CHECK(subject.monitor().state() == thread_state::failed);
    CHECK(subject.monitor().wait_for(0s));
    REQUIRE_THROWS_WITH(subject.join(), "no room");
}

TEST_CASE("thread_monitor: a thread that runs cannot be abandoned", "[thread/thread_monitor]") {
    thread_monitor monitor;
    monitor.schedule();
    auto const abandon = [&] {
        monitor.abandon(std::make_exception_ptr(std::runtime_error("given up")));
    };
    monitor.run([&] {
        CHECK_THROWS_AS(abandon(), illegal_transition);
        auto const blocked = monitor.blocking();
        CHECK_THROWS_AS(abandon(), illegal_transition);
        CHECK(monitor.state() == thread_state::blocked);
    });
    CHECK(monitor.state() == thread_state::terminated);
    REQUIRE_THROWS_AS(abandon(), illegal_transition);
}

TEST_CASE("thread_monitor: to wait lasts until the thread is over", "[thread/thread_monitor]") {
    monitored_thread subject;
    int result = 0; // plain: the end publishes it
    std::atomic<int> woken{0};
    std::atomic<int> woken_too_early{0};
    std::atomic<int> seen{0};
    std::atomic<bool> is_over_soon{false};
    std::latch may_end(1);
    std::vector<std::thread> waiters;
    for (int i = 0; i < 4; ++i) {
        waiters.emplace_back([&] {
            subject.monitor().wait();
            if (!is_over_soon) ++woken_too_early;
            seen += result;
            ++woken;
        });
    }
    subject.start([&] {
        may_end.wait();
        result = 1;
    });
    give_time();
    CHECK(woken == 0);
    is_over_soon = true;
    may_end.count_down();
    for (auto& each : waiters) each.join();
    CHECK(woken_too_early == 0);
    CHECK(seen == 4);
    REQUIRE(woken == 4);
}

TEST_CASE("thread_monitor: a timed wait gives up when its time is over",
          "[thread/thread_monitor]") {
    monitored_thread subject;
    std::latch may_end(1);
    subject.start([&] { may_end.wait(); });
    const thread_monitor& monitor = subject.monitor();
    const auto before = std::chrono::steady_clock::now();
    CHECK_FALSE(monitor.wait_for(moment));
    CHECK(std::chrono::steady_clock::now() - before >= moment);
    const auto deadline = std::chrono::system_clock::now() + moment;
    CHECK_FALSE(monitor.wait_until(deadline));
    CHECK(std::chrono::system_clock::now() >= deadline);
    CHECK_FALSE(monitor.wait_for(0s));
    CHECK_FALSE(monitor.wait_for(-1s));
    CHECK_FALSE(monitor.wait_until(std::chrono::steady_clock::time_point::min()));
    CHECK_FALSE(monitor.wait_until(std::chrono::system_clock::time_point::min()));
    may_end.count_down();
    CHECK(monitor.wait_for(ages));
    CHECK(monitor.wait_for(std::chrono::hours::max()));
    CHECK(monitor.wait_for(0s));
    CHECK(monitor.wait_until(std::chrono::steady_clock::time_point::min()));
    REQUIRE(monitor.wait_until(std::chrono::system_clock::now() + ages));
}

TEST_CASE("thread_monitor: a timeout without end lasts until the thread is over",
          "[thread/thread_monitor]") {
    using namespace std::chrono;
    const auto lasts = [](auto wait) {
        monitored_thread subject;
        std::latch may_end(1);
        subject.start([&] { may_end.wait(); });
        return returned_by([&] { return wait(subject.monitor()); }, [&] { may_end.count_down(); });
    };
    CHECK(lasts([](const auto& m) { return m.wait_for(hours::max()); }));
    CHECK(lasts([](const auto& m) { return m.wait_until(steady_clock::time_point::max()); }));
    REQUIRE(lasts([](const auto& m) { return m.wait_until(system_clock::time_point::max()); }));
}

TEST_CASE("thread_monitor: its times add up", "[thread/thread_monitor]") {
    const auto before = thread_monitor::clock::now();
    thread_monitor monitor;
    CHECK(monitor.elapsed() == 0ns);
    monitor.schedule();
    monitor.run([](thread_monitor& m) {
        std::this_thread::sleep_for(moment);
        CHECK(m.elapsed() >= moment);
        const auto scope = m.blocking();
        std::this_thread::sleep_for(2 * moment);
    });
    const auto after = thread_monitor::clock::now();
    const auto history = monitor.history();
    CHECK(monitor.elapsed() >= 3 * moment);
    CHECK(monitor.elapsed() <= after - before);
    CHECK(monitor.elapsed() == history.back().at - history[1].at);
    CHECK(time_in(history, thread_state::blocked, after) >= 2 * moment);
    CHECK(time_in(history, thread_state::running, after) >= moment);
    CHECK(time_in(history, thread_state::terminated, after) == after - history.back().at);
    auto sum = thread_monitor::clock::duration::zero();
    for (const thread_state each : all_states) sum += time_in(history, each, after);
    CHECK(sum == after - history.front().at);
    REQUIRE(history.front().at >= before);
}

TEST_CASE("thread_monitor: the last transitions are remembered", "[thread/thread_monitor]") {
    basic_thread_monitor<heddle::sync::std_sync, 3> monitor;
    live(monitor, 5);
    CHECK(monitor.transitions() == 2 + 2 * 5 + 1);
    CHECK(monitor.latest() == monitor.history().back());
    REQUIRE(states_of(monitor.history()) ==
            std::vector{thread_state::blocked, thread_state::running, thread_state::terminated});
}

TEST_CASE("thread_monitor: the states have names", "[thread/thread_monitor]") {
    std::vector<std::string> names;
    for (const thread_state each : all_states) names.emplace_back(to_string(each));
    REQUIRE(names == std::vector<std::string>{"created", "runnable", "running", "blocked",
                                              "terminated", "failed"});
}

TEST_CASE("thread_monitor: any sequence of calls leads where the table says",
          "[thread/thread_monitor]") {
    CHECK(rc::check([] {
        using monitor_type = basic_thread_monitor<heddle::sync::std_sync, 4>;
        monitor_type monitor;
        std::vector<thread_state> expected{thread_state::created};
        const auto attempt = [&](thread_state to, auto call) {
            const bool is_legal = may_follow(expected.back(), to);
            try {
                call();
                RC_ASSERT(is_legal);
            } catch (const illegal_transition&) {
                RC_ASSERT(!is_legal);
            }
        };
        const auto agree = [&] {
            RC_ASSERT(monitor.state() == expected.back());
            RC_ASSERT(monitor.transitions() == expected.size() - 1);
            const std::size_t kept = std::min<std::size_t>(expected.size(), 4);
            RC_ASSERT(states_of(monitor.history()) ==
                      std::vector<thread_state>(expected.end() - static_cast<std::ptrdiff_t>(kept),
                                                expected.end()));
            RC_ASSERT(monitor.wait_for(0s) == is_over(expected.back()));
        };
        const auto calls = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
        // What is called while the thread runs, and outside.
        const auto perform = [&](int call, auto again) {
            switch (call) {
            case 0:
                attempt(thread_state::runnable, [&] {
                    monitor.schedule();
                    expected.push_back(thread_state::runnable);
                });
                break;
            case 1:
                attempt(thread_state::running, [&] {
                    monitor.run([&] {
                        expected.push_back(thread_state::running);
                        again();
                        expected.push_back(thread_state::terminated);
                    });
                });
                // What does not hold inside throws, too.
                if (const auto error = monitor.take_error()) std::rethrow_exception(error);
                break;
            case 2:
                attempt(thread_state::blocked, [&] {
                    const auto blocked = monitor.blocking();
                    expected.push_back(thread_state::blocked);
                    agree();
                    expected.push_back(thread_state::running);
                });
                break;
            default:
                // While it runs, this would end it under its feet.
                if (expected.back() == thread_state::running) break;
                attempt(thread_state::failed, [&] {
                    monitor.abandon(std::make_exception_ptr(1));
                    expected.push_back(thread_state::failed);
                });
                (void)monitor.take_error();
            }
        };
        std::size_t next = 0;
        const auto inside = [&] {
            while (next < calls.size()) {
                agree();
                const int call = calls[next++];
                if (call == 3) return; // so that some are over before the calls are
                perform(call, [] {});
            }
        };
        while (next < calls.size()) {
            agree();
            perform(calls[next++], inside);
        }
        agree();
    }));
}

TEST_CASE("thread_monitor: whoever looks on sees legal lives, however many there are",
          "[thread/thread_monitor]") {
    CHECK(rc::check([] {
        const auto observers = *rc::gen::inRange<std::size_t>(1, 5);
        const auto blocks = *rc::gen::inRange(0, 300);
        const auto fails = *rc::gen::arbitrary<bool>();
        basic_thread_monitor<heddle::sync::std_sync, 8> monitor;
        std::atomic<int> bad{0};
        std::atomic<int> errors{0};
        long written = 0; // plain: published with each state
        run_threads(observers + 1, [&](std::size_t index) {
            if (index == 0) {
                monitor.schedule();
                monitor.run([&](auto& m) {
                    for (int i = 0; i < blocks; ++i) {
                        const auto scope = m.blocking();
                    }
                    written = blocks;
                    if (fails) throw 1;
                });
                return;
            }
            std::uint64_t transitions = 0;
            auto last = thread_monitor::clock::time_point::min();
            do {
                const auto history = monitor.history();
                for (std::size_t i = 1; i < history.size(); ++i) {
                    if (!may_follow(history[i - 1].to, history[i].to)) ++bad;
                    if (history[i - 1].at > history[i].at) ++bad;
                }
                if (history.empty() || history.size() > 8 || history.back().at < last) ++bad;
                last = history.back().at;
                const std::uint64_t now = monitor.transitions();
                if (now < transitions) ++bad;
                transitions = now;
                if (monitor.latest().at < last) ++bad;
                if (monitor.elapsed() < 0ns) ++bad;
            } while (!monitor.wait_for(index == 1 ? 0us : 10us));
            if (written != blocks) ++bad;
            if (monitor.state() != (fails ? thread_state::failed : thread_state::terminated)) ++bad;
            if (monitor.take_error()) ++errors;
        });
        RC_ASSERT(bad == 0);
        RC_ASSERT(errors == (fails ? 1 : 0));
        RC_ASSERT(monitor.transitions() == 3U + 2U * static_cast<unsigned>(blocks));
    }));
}
