// Where there is room for few readers and few waiting writers.
#include "primitives/sync/shared_mutex.hpp"
#include "primitives/threads.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

using namespace heddle::tests;

namespace {

/// A policy that wakes those first who have begun to sleep last, as the kernel may, and whose
/// deadlines pass when it is told.
struct last_first : heddle::sync::std_sync {
    static void wait(const word& object, std::uint32_t old) {
        (void)sleep(object, old, [] { return false; });
    }

    static bool wait_until(const word& object, std::uint32_t old, clock::time_point) {
        return sleep(object, old, [] { return time_is_up; });
    }

    static void notify_one(word& object) { notify(object, 1); }

    static void notify(word& object, std::uint32_t count) {
        const std::lock_guard held(m);
        for (; count != 0; --count) {
            const auto last = std::find_if(asleep.rbegin(), asleep.rend(),
                                           [&](const word* each) { return each == &object; });
            if (last == asleep.rend()) break;
            *last = nullptr;
        }
        changed.notify_all();
    }

    static void notify_all(word& object) { notify(object, std::uint32_t(-1)); }

    static void end_time() {
        const std::lock_guard held(m);
        time_is_up = true;
        changed.notify_all();
    }

    static std::ptrdiff_t sleepers() {
        const std::lock_guard held(m);
        return std::count_if(asleep.begin(), asleep.end(),
                             [](auto* each) { return each != nullptr; });
    }

private:
    template <class GivesUp>
    static bool sleep(const word& object, std::uint32_t old, GivesUp gives_up) {
        std::unique_lock held(m);
        if (object.load() != old) return true;
        const auto self = asleep.insert(asleep.end(), &object);
        changed.wait(held, [&] { return *self == nullptr || gives_up(); });
        const bool is_woken = *self == nullptr;
        asleep.erase(self);
        return is_woken;
    }

    static inline std::mutex m;
    static inline std::condition_variable changed;
    static inline std::list<const word*> asleep; // null: woken
    static inline bool time_is_up = false;
};

} // namespace

TEST_CASE("shared_mutex: where there is room for few readers, the others wait",
          "[sync/shared_mutex_room]") {
    heddle::sync::basic_shared_mutex<heddle::sync::std_sync, 2, 1> m;
    m.lock_shared();
    m.lock_shared();
    CHECK_FALSE(m.try_lock_shared());
    CHECK_FALSE(m.try_lock_shared_for(moment));
    std::vector<std::thread> others;
    for (int i = 0; i < 3; ++i) others.emplace_back([&] { const std::shared_lock shared(m); });
    for (int i = 0; i < 3; ++i) others.emplace_back([&] { const std::unique_lock held(m); });
    give_time();
    m.unlock_shared();
    m.unlock_shared();
    for (auto& each : others) each.join();
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("shared_mutex: where there is no room for a reader, it comes in when one leaves",
          "[sync/shared_mutex_room]") {
    heddle::sync::basic_shared_mutex<heddle::sync::std_sync, 2> m;
    m.lock_shared();
    m.lock_shared();
    std::atomic<bool> is_in{false};
    std::thread third([&] {
        const std::shared_lock shared(m);
        is_in = true;
    });
    give_time();
    CHECK_FALSE(is_in);
    m.unlock_shared();
    eventually([&] { return is_in.load(); }); // while the other one is still there
    m.unlock_shared();
    third.join();
    REQUIRE(m.try_lock());
    m.unlock();
}

TEST_CASE("shared_mutex: who waits unnoticed is told when there is room in the line",
          "[sync/shared_mutex_room]") {
    heddle::sync::basic_shared_mutex<last_first, 2, 1> m;
    const auto begins_to_sleep = [](std::ptrdiff_t count) {
        eventually([&] { return last_first::sleepers() == count; });
    };
    m.lock();
    bool has_given_up = false;
    std::thread noted([&] { has_given_up = !m.try_lock_for(ages); });
    begins_to_sleep(1);
    std::thread unnoticed([&] { const std::unique_lock held(m); });
    begins_to_sleep(2);
    std::thread reader([&] { const std::shared_lock shared(m); });
    begins_to_sleep(3);
    last_first::end_time();
    noted.join();
    CHECK(has_given_up);
    begins_to_sleep(2);
    m.unlock();
    // If only the reader was woken, both times, it has nobody to wake: no writer is known to wait.
    unnoticed.join();
    reader.join();
    REQUIRE(m.try_lock());
    m.unlock();
}
