// The parts of a divided search (workers.hpp), in memory that all of its processes share.
//
// Any process but the first may be killed between any two instructions. So each change that must
// not be seen half done is the store of one word, or is made again by the first process; and what a
// part has counted is kept by itself for as long as the part may have to begin again.
#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

namespace heddle::world {

/// What a search, or a part of it, has come to so far.
struct counts {
    std::uint64_t executions = 0;
    std::uint64_t blocked = 0;
    std::uint64_t events = 0;
    std::uint64_t operations = 0; // that were performed, repetitions included
};

/// The number of something, which only grows, and a process: one word.
struct alignas(8) numbered_process {
    std::uint32_t number = 0;
    pid_t process = 0; // 0: there is none

    bool operator==(const numbered_process&) const = default;
};

static_assert(std::atomic<numbered_process>::is_always_lock_free);

/// A part of the search: a place for it, which others use later.
struct part {
    enum class stage : std::uint32_t {
        free,
        pending, // about to be divided off: it is its giver's until that has kept what remains
        active,
        done
    };

    struct alignas(8) identity {
        std::uint32_t number = 0; // no two parts have the same
        stage at = stage::free;

        bool operator==(const identity&) const = default;
    };

    static_assert(std::atomic<identity>::is_always_lock_free);

    std::atomic<identity> state;
    /// The process that keeps the state to begin again from, by the number of that state. Both
    /// change at once: this is the moment from which a part begins there.
    std::atomic<numbered_process> keeper;
    /// The number of the state that the worker is about to have kept.
    std::atomic<std::uint32_t> attempt{0};
    /// The process that explores. The number is that of the keeper's order to make it: it is made
    /// while there is none, and looks whether it is still wanted.
    std::atomic<numbered_process> worker;
    std::atomic<std::uint32_t> kills{0}; // since the state was kept
    std::atomic<std::uint32_t> bell{0};  // a futex, for the keepers
    // While it is pending: the place of the part that it is taken from, and the number of the state
    // that what remains of that begins again from.
    std::atomic<std::uint32_t> giver{0};
    std::atomic<std::uint32_t> remainder{0};
    // What the worker has counted.
    std::atomic<std::uint64_t> executions{0};
    std::atomic<std::uint64_t> blocked{0};
    std::atomic<std::uint64_t> events{0};
    std::atomic<std::uint64_t> operations{0};
    std::atomic<std::uint64_t> claimed{0}; // of the budget of executions

    [[nodiscard]] bool is_at(stage s) const noexcept { return state.load().at == s; }

    static constexpr bool is_at_work(stage s) noexcept {
        return s == stage::pending || s == stage::active;
    }

    /// Wakes those that wait; waits for that, if it has not rung more often than `rung` times (or
    /// for a second: who is to ring may be killed before).
    void ring() noexcept;
    void wait(std::uint32_t rung) const noexcept;

    [[nodiscard]] counts counted() const noexcept;
    void count(const counts& c) noexcept;
};

/// All that the processes share.
struct board {
    static constexpr std::size_t most_parts = 512; // at one time

    enum : int { running, stopping, starting_over };

    std::array<part, most_parts> parts;
    std::atomic<std::uint32_t> used{0};    // parts that were ever taken
    std::atomic<std::uint32_t> numbers{0}; // of parts
    std::atomic<std::uint32_t> states{0};  // that were kept: numbers
    std::atomic<std::uint32_t> busy{0};    // parts that are at work
    std::atomic<pid_t> holder{0};          // of the lock, for places and claims

    // Of the parts that are done, and whose places are free again: the first process's.
    counts folded;
    std::uint64_t folded_claims = 0;

    std::atomic<int> stop{running};
    std::atomic<bool> without_checkpoints{false};
    std::atomic<bool> left{false};                // some part was not explored to its end
    std::atomic<int> crashed{0};                  // by which signal
    std::atomic<std::uint32_t> bug_claimed_by{0}; // the number of the part that has found one first
    std::atomic<bool> reason_claimed{false};
    std::atomic<bool> reason_there{false};
    std::array<char, 1000> reason{};
    std::atomic<std::uint64_t> reported{0}; // bytes

    [[nodiscard]] std::span<part> used_parts() noexcept { return {parts.data(), used.load()}; }

    /// With the lock: how many are at work now.
    void count_busy() noexcept;
    /// With the lock: a place for a new part, which becomes pending; null if there is none.
    part* take_place(std::uint32_t giver, std::uint32_t remainder) noexcept;
    /// With the lock, in the first process: what a part has come to stands.
    void fold(part& p) noexcept;
    /// What all have counted.
    [[nodiscard]] counts sum() noexcept;
    /// With the lock: what all have taken of the budget.
    [[nodiscard]] std::uint64_t claims() noexcept;
};

} // namespace heddle::world
