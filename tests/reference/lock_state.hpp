// How far an interleaving of a lock program has come.
//
// What has happened is kept as partial orders rather than as a schedule: two interleavings with
// equal histories are one execution and go on alike.
#pragma once

#include "reference/lock_object.hpp"
#include "reference/lock_outcome.hpp"
#include "reference/lock_program.hpp"
#include "reference/vector_clock.hpp"

#include <array>
#include <string>
#include <vector>

namespace heddle::tests {

/// A wait is four steps: to queue up, to unlock the mutex, to be notified, to lock it again.
/// Between the first two a notification already counts, as it does in glibc; POSIX asks no more
/// than that whoever gets the mutex finds the waiter queued.
enum class wait_phase : char { none, unlocking, sleeping };

struct cursor {
    std::size_t next = 0;
    wait_phase phase = wait_phase::none;
    bool queued = false; ///< Waits for a notification.
};

struct past_access {
    std::size_t thread = 0;
    std::size_t step = 0;
    std::uint8_t moment = 0; ///< The thread's count of steps then.
    bool write = false;
};

struct plain_variable {
    int value = 0;
    std::vector<past_access> accesses{};
};

struct lock_state {
    std::array<cursor, lock_threads> at{};
    std::array<vector_clock, lock_threads> known{};
    std::array<std::array<lock_object, objects_of_a_kind>, 3> locks{};
    std::array<int, 2> atomic{};
    std::array<plain_variable, 2> plain{};
    int kept_notifications = 0; ///< Stays 0.

    /// Operations on each object in their order; per thread what its loads and failed tries saw.
    std::array<std::array<std::string, objects_of_a_kind>, object_kinds> order{};
    std::string condition_order{};
    std::array<std::string, lock_threads> sources{};

    lock_outcome outcome{};
    std::array<std::size_t, lock_threads> outcome_length{};

    lock_state() {
        for (std::size_t count = 0; count != objects_of_a_kind; ++count) {
            locks[static_cast<std::size_t>(object_kind::semaphore)][count].count =
                static_cast<int>(count);
        }
    }

    [[nodiscard]] lock_object& lock(lock_step const& step) {
        return locks[static_cast<std::size_t>(step.kind)][step.object];
    }

    [[nodiscard]] std::string& order_of(lock_step const& step) {
        return order[static_cast<std::size_t>(step.kind)][step.object];
    }

    void see(std::size_t thread, char what) {
        note(outcome.seen[thread], outcome_length[thread], what);
    }

    /// Notes that an operation saw what the newest one on its object left.
    void note_source(std::size_t thread, lock_step const& step) {
        auto const& so_far = order_of(step);
        sources[thread] += so_far.empty() ? '\0' : so_far.back();
    }

    /// Equal for equal histories only.
    [[nodiscard]] std::string key() const {
        std::string text;
        auto const add = [&](std::string const& part) {
            text += static_cast<char>(part.size());
            text += part;
        };
        for (auto const& cursor : at) {
            text += static_cast<char>(cursor.next);
            text += static_cast<char>(static_cast<int>(cursor.phase) * 2 + (cursor.queued ? 1 : 0));
        }
        for (auto const& kind : order) {
            for (auto const& each : kind) {
                add(each);
            }
        }
        for (auto const& each : sources) {
            add(each);
        }
        return text + condition_order;
    }
};

} // namespace heddle::tests
