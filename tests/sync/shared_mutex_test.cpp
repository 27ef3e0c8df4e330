#include "primitives/sync/shared_mutex.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

using heddle::sync::shared_mutex;
using namespace heddle::tests;

namespace {

void on_another_thread(const auto& body) {
    std::thread(body).join();
}

// While the caller has a share, and nobody holds the lock alone.
void await_waiting_writer(shared_mutex& m) {
    eventually([&] {
        if (!m.try_lock_shared()) return true;
        m.unlock_shared();
        return false;
    });
}

} // namespace

TEST_CASE("shared_mutex: readers share it", "[sync/shared_mutex]") {
    shared_mutex m;
    const std::shared_lock first(m);
    on_another_thread([&] {
        const std::shared_lock second(m);
        CHECK(m.try_lock_shared());
        m.unlock_shared();
        CHECK_FALSE(m.try_lock());
    });
}

TEST_CASE("shared_mutex: a writer is alone", "[sync/shared_mutex]") {
    shared_mutex m;
    const std::unique_lock held(m);
    on_another_thread([&] {
        CHECK_FALSE(m.try_lock());
        CHECK_FALSE(m.try_lock_shared());
    });
}

TEST_CASE("shared_mutex: a writer waits for every reader", "[sync/shared_mutex]") {
    shared_mutex m;
    m.lock_shared();
    m.lock_shared();
    std::atomic<bool> written{false};
    std::thread writer([&] {
        m.lock();
        written = true;
        m.unlock();
    });
    m.unlock_shared();
    give_time();
    CHECK_FALSE(written);
    m.unlock_shared();
    writer.join();
    REQUIRE(written);
}

TEST_CASE("shared_mutex: a reader that comes after a waiting writer goes after it",
          "[sync/shared_mutex]") {
    shared_mutex m;
    bool written = false;
    bool overtook = true;
    m.lock_shared();
    std::thread writer([&] {
        const std::unique_lock held(m);
        written = true;
    });
    await_waiting_writer(m);
    std::thread reader([&] {
        const std::shared_lock shared(m);
        overtook = !written;
    });
    give_time();
    m.unlock_shared();
    writer.join();
    reader.join();
    REQUIRE_FALSE(overtook);
}

TEST_CASE("shared_mutex: readers go when the writers are done", "[sync/shared_mutex]") {
    shared_mutex m;
    std::atomic<int> inside{0};
    m.lock();
    std::vector<std::thread> readers;
    for (int i = 0; i < 5; ++i) {
        readers.emplace_back([&] {
            const std::shared_lock shared(m);
            ++inside;
            eventually([&] { return inside == 5; }); // all at the same time
        });
    }
    give_time();
    CHECK(inside == 0);
    m.unlock();
    for (auto& each : readers) each.join();
    REQUIRE(inside == 5);
}

TEST_CASE("shared_mutex: a writer that gives up keeps no reader out", "[sync/shared_mutex]") {
    shared_mutex m;
    m.lock_shared();
    std::thread writer([&] { CHECK_FALSE(m.try_lock_for(20 * moment)); });
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) readers.emplace_back([&] { const std::shared_lock shared(m); });
    writer.join();
    for (auto& each : readers) each.join();
    CHECK(m.try_lock_shared());
    m.unlock_shared();
    m.unlock_shared();
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("shared_mutex: one of two writers that gives up leaves the other one first",
          "[sync/shared_mutex]") {
    shared_mutex m;
    m.lock_shared();
    std::atomic<bool> written{false};
    std::thread patient([&] {
        const std::unique_lock held(m);
        written = true;
    });
    await_waiting_writer(m);
    on_another_thread([&] { CHECK_FALSE(m.try_lock_for(moment)); });
    CHECK_FALSE(m.try_lock_shared());
    m.unlock_shared();
    patient.join();
    REQUIRE(written);
}

TEST_CASE("shared_mutex: a reader that gives up leaves the others to be let in",
          "[sync/shared_mutex]") {
    shared_mutex m;
    m.lock();
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] { CHECK_FALSE(m.try_lock_shared_for(moment)); });
        readers.emplace_back([&] { const std::shared_lock shared(m); });
    }
    for (std::size_t i = 0; i < readers.size(); i += 2) readers[i].join();
    m.unlock();
    for (std::size_t i = 1; i < readers.size(); i += 2) readers[i].join();
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("shared_mutex: timed locks give up, but not too soon", "[sync/shared_mutex]") {
    shared_mutex m;
    const std::unique_lock held(m);
    on_another_thread([&] {
        const auto takes_long_enough = [](const auto& attempt) {
            const auto before = std::chrono::steady_clock::now();
            CHECK_FALSE(attempt());
            CHECK(std::chrono::steady_clock::now() - before >= moment);
        };
        takes_long_enough([&] { return m.try_lock_for(moment); });
        takes_long_enough([&] { return m.try_lock_shared_for(moment); });
        takes_long_enough(
            [&] { return m.try_lock_until(std::chrono::steady_clock::now() + moment); });
        takes_long_enough(
            [&] { return m.try_lock_shared_until(std::chrono::steady_clock::now() + moment); });
        const auto deadline = std::chrono::system_clock::now() + moment;
        CHECK_FALSE(m.try_lock_until(deadline));
        CHECK_FALSE(m.try_lock_shared_until(deadline));
        CHECK(std::chrono::system_clock::now() >= deadline);
    });
}

TEST_CASE("shared_mutex: a timed lock that is not to wait tries once", "[sync/shared_mutex]") {
    using namespace std::chrono_literals;
    shared_mutex m;
    CHECK(m.try_lock_for(0s));
    on_another_thread([&] {
        CHECK_FALSE(m.try_lock_for(0s));
        CHECK_FALSE(m.try_lock_for(-1s));
        CHECK_FALSE(m.try_lock_shared_for(0s));
        CHECK_FALSE(m.try_lock_shared_for(-1s));
        CHECK_FALSE(m.try_lock_until(std::chrono::steady_clock::time_point::min()));
        CHECK_FALSE(m.try_lock_shared_until(std::chrono::steady_clock::time_point::min()));
    });
    m.unlock();
    CHECK(m.try_lock_shared_for(std::chrono::hours::max()));
    m.unlock_shared();
    CHECK(m.try_lock_for(std::chrono::hours::max()));
    m.unlock();
}

TEST_CASE("shared_mutex: a timeout without end lasts until the lock is free",
          "[sync/shared_mutex]") {
    using namespace std::chrono;
    shared_mutex m;
    m.lock();
    const auto unlock = [&] { m.unlock(); };
    CHECK(returned_by([&] { return m.try_lock_for(hours::max()); }, unlock));
    CHECK(returned_by([&] { return m.try_lock_until(steady_clock::time_point::max()); }, unlock));
    CHECK(returned_by([&] { return m.try_lock_until(system_clock::time_point::max()); }, unlock));
    CHECK(returned_by([&] { return m.try_lock_shared_for(hours::max()); }, unlock));
    const auto lock_again = [&] {
        m.unlock_shared();
        m.lock();
    };
    lock_again();
    CHECK(returned_by([&] { return m.try_lock_shared_until(steady_clock::time_point::max()); },
                      unlock));
    lock_again();
    CHECK(returned_by([&] { return m.try_lock_shared_until(system_clock::time_point::max()); },
                      unlock));
    m.unlock_shared();
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("shared_mutex: the last one that had it may destroy it", "[sync/shared_mutex]") {
    for (int i = 0; i < 300; ++i) {
        struct shared_state {
            shared_mutex mutex;
            bool is_done = false;
        };

        auto* const state = new shared_state;
        run_threads(2, [&](std::size_t index) {
            bool is_last = false;
            if (index == 0) {
                state->mutex.lock();
                is_last = std::exchange(state->is_done, true);
                state->mutex.unlock();
            } else {
                state->mutex.lock_shared();
                const bool was_done = state->is_done;
                state->mutex.unlock_shared();
                if (!was_done) {
                    state->mutex.lock();
                    is_last = std::exchange(state->is_done, true);
                    state->mutex.unlock();
                } else {
                    is_last = true;
                }
            }
            if (is_last) delete state;
        });
    }
}

TEST_CASE("shared_mutex: guards unlock when an exception passes", "[sync/shared_mutex]") {
    shared_mutex m;
    CHECK_THROWS_AS(
        [&] {
            const std::shared_lock shared(m);
            throw std::runtime_error("out");
        }(),
        std::runtime_error);
    CHECK_THROWS_AS(
        [&] {
            const std::unique_lock held(m);
            throw std::runtime_error("out");
        }(),
        std::runtime_error);
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("shared_mutex: it is what the standard's locks ask for", "[sync/shared_mutex]") {
    shared_mutex first;
    shared_mutex second;
    const std::scoped_lock both(first, second);
    std::shared_lock<shared_mutex> later(first, std::defer_lock);
    CHECK_FALSE(later.try_lock_for(moment));
    CHECK_FALSE(later.try_lock_until(std::chrono::system_clock::now() + moment));
}

TEST_CASE("shared_mutex: it does what a count of its holders says", "[sync/shared_mutex]") {
    CHECK(rc::check([] {
        shared_mutex m;
        int readers = 0;
        bool has_writer = false;
        for (const int operation : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6))) {
            switch (operation) {
            case 0: {
                const bool is_free = readers == 0 && !has_writer;
                RC_ASSERT(m.try_lock() == is_free);
                has_writer = has_writer || is_free;
                break;
            }
            case 1:
                RC_ASSERT(m.try_lock_shared() == !has_writer);
                readers += has_writer ? 0 : 1;
                break;
            case 2:
                RC_ASSERT(m.try_lock_for(std::chrono::microseconds(10)) ==
                          (readers == 0 && !has_writer));
                has_writer = has_writer || readers == 0;
                break;
            case 3:
                RC_ASSERT(m.try_lock_shared_for(std::chrono::microseconds(10)) == !has_writer);
                readers += has_writer ? 0 : 1;
                break;
            case 4:
                if (has_writer) m.unlock();
                has_writer = false;
                break;
            default:
                if (readers == 0) break;
                m.unlock_shared();
                --readers;
            }
        }
    }));
}

TEST_CASE("shared_mutex: readers never see a writer at work, whoever comes and gives up",
          "[sync/shared_mutex]") {
    CHECK(rc::check([] {
        // What each thread does in each of its rounds.
        const auto kinds = *rc::gen::resize(
            7, rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6))));
        const auto rounds = *rc::gen::inRange(1, 100);
        shared_mutex m;
        long left = 0; // plain: the lock is all that keeps them whole, and equal
        long right = 0;
        std::atomic<long> writes{0};
        std::atomic<bool> is_torn{false};
        const auto write = [&] {
            ++left;
            ++right;
            writes.fetch_add(1, std::memory_order_relaxed);
            m.unlock();
        };
        const auto read = [&] {
            if (left != right) is_torn = true;
            m.unlock_shared();
        };
        run_threads(kinds.size(), [&](std::size_t index) {
            const std::chrono::microseconds patience(20);
            for (int i = 0; i < rounds; ++i) {
                switch (kinds[index]) {
                case 0:
                    m.lock();
                    write();
                    break;
                case 1:
                    if (m.try_lock()) write();
                    break;
                case 2:
                    if (m.try_lock_for(patience)) write();
                    break;
                case 3:
                    m.lock_shared();
                    read();
                    break;
                case 4:
                    if (m.try_lock_shared()) read();
                    break;
                default:
                    if (m.try_lock_shared_for(patience)) read();
                }
            }
        });
        RC_ASSERT_FALSE(is_torn.load());
        RC_ASSERT(left == writes.load());
        RC_ASSERT(m.try_lock());
        m.unlock();
    }));
}
