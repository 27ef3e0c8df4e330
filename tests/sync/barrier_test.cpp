#include "primitives/sync/barrier.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

using heddle::sync::barrier;
using heddle::sync::broken_barrier;
using namespace heddle::tests;

namespace {

/// Threads pass `rounds` times: nobody is more than one turn ahead.
void check_lock_step(std::size_t threads, int rounds) {
    barrier b(threads);
    std::vector<std::atomic<int>> at(threads);
    std::atomic<bool> is_wrong{false};
    run_threads(threads, [&](std::size_t index) {
        for (int round = 1; round <= rounds; ++round) {
            at[index] = round;
            b.arrive_and_wait();
            for (const auto& each : at) {
                const int other = each;
                if (other < round || other > round + 1) is_wrong = true;
            }
        }
    });
    CHECK_FALSE(is_wrong);
    CHECK(b.waiting() == 0);
    CHECK_FALSE(b.is_broken());
}

/// How many of `threads` threads that run `body` get broken_barrier.
template <class Body>
int broken_for(std::size_t threads, Body body) {
    std::atomic<int> count{0};
    run_threads(threads, [&](std::size_t index) {
        try {
            body(index);
        } catch (const broken_barrier&) {
            ++count;
        }
    });
    return count;
}

} // namespace

TEST_CASE("barrier: one for no thread at all is an error", "[sync/barrier]") {
    CHECK_THROWS_AS(barrier(0), std::system_error);
    CHECK(barrier(3).parties() == 3);
}

TEST_CASE("barrier: threads pass in lock-step, once", "[sync/barrier]") {
    check_lock_step(5, 1);
}

TEST_CASE("barrier: threads pass in lock-step, ten times", "[sync/barrier]") {
    check_lock_step(5, 10);
}

TEST_CASE("barrier: each thread of a turn gets another index", "[sync/barrier]") {
    constexpr std::size_t threads = 4;
    barrier b(threads);
    std::vector<std::vector<std::size_t>> indices(threads);
    run_threads(threads, [&](std::size_t index) {
        for (int round = 0; round < 10; ++round) indices[index].push_back(b.arrive_and_wait());
    });
    for (std::size_t round = 0; round < 10; ++round) {
        std::vector<std::size_t> turn;
        for (const auto& each : indices) turn.push_back(each[round]);
        std::sort(turn.begin(), turn.end());
        CHECK(turn == std::vector<std::size_t>{0, 1, 2, 3});
    }
}

TEST_CASE("barrier: the action is called once in each turn, before anybody goes on",
          "[sync/barrier]") {
    int actions = 0; // plain
    barrier b(4, [&] { ++actions; });
    std::atomic<bool> is_wrong{false};
    run_threads(4, [&](std::size_t) {
        for (int round = 1; round <= 10; round += 2) {
            b.arrive_and_wait();
            if (actions != round) is_wrong = true;
            b.arrive_and_wait();
        }
    });
    CHECK_FALSE(is_wrong);
    CHECK(actions == 10);
}

TEST_CASE("barrier: what the action throws breaks it", "[sync/barrier]") {
    barrier b(3, [] { throw std::runtime_error("out"); });
    std::atomic<int> thrown{0};
    CHECK(broken_for(3, [&](std::size_t) {
              try {
                  b.arrive_and_wait();
              } catch (const broken_barrier&) {
                  throw;
              } catch (const std::runtime_error&) {
                  ++thrown;
              }
          }) == 2);
    CHECK(thrown == 1);
    CHECK(b.is_broken());
    CHECK_THROWS_AS(b.arrive_and_wait(), broken_barrier);
}

TEST_CASE("barrier: after abort all that wait, and all that come, are told", "[sync/barrier]") {
    barrier b(3);
    CHECK(broken_for(3, [&](std::size_t index) {
              if (index < 2) b.arrive_and_wait();
              eventually([&] { return b.waiting() == 2; });
              b.abort();
          }) == 2);
    CHECK(b.is_broken());
    CHECK(b.waiting() == 0);
    CHECK_THROWS_AS(b.arrive_and_wait(), broken_barrier);
    CHECK_THROWS_AS(b.arrive_and_wait_for(moment), broken_barrier);
}

TEST_CASE("barrier: reset sends away all that wait, and then it is as new", "[sync/barrier]") {
    barrier b(3);
    CHECK(broken_for(3, [&](std::size_t index) {
              if (index < 2) b.arrive_and_wait();
              eventually([&] { return b.waiting() == 2; });
              b.reset();
          }) == 2);
    CHECK_FALSE(b.is_broken());
    CHECK(broken_for(3, [&](std::size_t) { b.arrive_and_wait(); }) == 0);
}

TEST_CASE("barrier: it can be reset when it was aborted", "[sync/barrier]") {
    barrier b(2);
    b.abort();
    CHECK(b.is_broken());
    b.reset();
    CHECK_FALSE(b.is_broken());
    CHECK(broken_for(2, [&](std::size_t) { b.arrive_and_wait(); }) == 0);
}

TEST_CASE("barrier: a timeout of a call breaks it for all", "[sync/barrier]") {
    using namespace std::chrono;
    barrier b(3);
    const auto before = steady_clock::now();
    CHECK(broken_for(2, [&](std::size_t index) {
              if (index == 0)
                  b.arrive_and_wait();
              else
                  b.arrive_and_wait_for(moment);
          }) == 2);
    CHECK(steady_clock::now() - before >= moment);
    CHECK(b.is_broken());
    b.reset();
    CHECK_THROWS_AS(b.arrive_and_wait_for(0s), broken_barrier);
    b.reset();
    const auto deadline = system_clock::now() + moment;
    CHECK_THROWS_AS(b.arrive_and_wait_until(deadline), broken_barrier);
    CHECK(system_clock::now() >= deadline);
}

TEST_CASE("barrier: its own timeout breaks it for all", "[sync/barrier]") {
    barrier b(3, {}, moment);
    CHECK(broken_for(2, [&](std::size_t) { b.arrive_and_wait(); }) == 2);
    CHECK(b.is_broken());
    b.reset();
    // A call's own comes before.
    CHECK(broken_for(3, [&](std::size_t) { b.arrive_and_wait_for(ages); }) == 0);
}

TEST_CASE("barrier: one thread alone never waits", "[sync/barrier]") {
    int actions = 0;
    barrier b(1, [&] { ++actions; });
    CHECK(b.arrive_and_wait() == 0);
    CHECK(b.arrive_and_wait_for(std::chrono::seconds(-1)) == 0);
    CHECK(actions == 2);
}

TEST_CASE("barrier: each turn, all get by or none, whoever gives up", "[sync/barrier]") {
    CHECK(rc::check([] {
        const auto threads = *rc::gen::inRange<std::size_t>(1, 6);
        const auto rounds = *rc::gen::inRange<std::size_t>(1, 20);
        // 0: as long as it takes; else: in units of 100 microseconds
        const auto patience =
            *rc::gen::container<std::vector<int>>(threads, rc::gen::inRange(0, 6));
        barrier b(threads);
        std::vector<std::size_t> passed(threads, 0);
        run_threads(threads, [&](std::size_t index) {
            try {
                for (; passed[index] < rounds; ++passed[index]) {
                    if (patience[index] == 0)
                        b.arrive_and_wait();
                    else
                        b.arrive_and_wait_for(std::chrono::microseconds(100 * patience[index]));
                }
            } catch (const broken_barrier&) {
            }
        });
        for (const auto each : passed) RC_ASSERT(each == passed[0]);
        RC_ASSERT(b.is_broken() == (passed[0] < rounds));
        RC_ASSERT(b.waiting() == 0U);
    }));
}

TEST_CASE("barrier: more threads than parties pass in turns of as many", "[sync/barrier]") {
    CHECK(rc::check([] {
        const auto parties = *rc::gen::inRange<std::size_t>(1, 4);
        const auto more = *rc::gen::inRange<std::size_t>(0, 4);
        const auto turns = *rc::gen::inRange<std::size_t>(1, 20);
        std::size_t actions = 0;
        barrier b(parties, [&] { ++actions; });
        std::atomic<std::size_t> arrivals{0};
        std::vector<std::atomic<std::size_t>> indices(parties);
        run_threads(parties + more, [&](std::size_t) {
            // Not one too many: it would wait for ever.
            while (arrivals.fetch_add(1) < parties * turns) ++indices[b.arrive_and_wait()];
        });
        RC_ASSERT(actions == turns);
        for (const auto& each : indices) RC_ASSERT(each == turns);
        RC_ASSERT_FALSE(b.is_broken());
    }));
}
