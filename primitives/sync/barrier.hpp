#pragma once

/// Where a number of threads, the parties, meet: each waits until all have come, and then all go
/// on; again and again. If one of them gives up, none of them gets by: the barrier is broken, and
/// all are told, until it is reset.
///
///     state    arrive, not the last  arrive, the last        a deadline passes, abort()  reset()
///     whole    waits                 action; all go on       -> broken; tells all        tells all
///     broken   throws                -                       no effect                   -> whole
///
/// As Python's threading.Barrier; std::barrier [thread.barrier] has no deadlines, and so cannot
/// break. Each thread that waits has an entry on its own stack, in which it is told how its turn
/// ended: whatever others do meanwhile, no later turn is taken for it.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/mutex.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace heddle::sync {

/// A thread waited at a barrier, or came to it, and not all parties will come.
class broken_barrier : public std::runtime_error {
public:
    broken_barrier() : std::runtime_error("the barrier is broken") {}
};

/// It may be destroyed when no thread is in a call of it.
template <class Sync>
class basic_barrier {
public:
    using clock = typename Sync::clock;

    /// For `parties` threads. `action`, if any, is called once in each turn, by the last thread to
    /// come, before any of them goes on; it must not use the barrier. Threads wait no longer than
    /// `timeout`, if that is given, where they do not say how long.
    /// @throws std::system_error invalid_argument if `parties` is 0
    explicit basic_barrier(std::size_t parties, std::function<void()> action = {},
                           std::optional<typename clock::duration> timeout = {})
        : parties_(parties), action_(std::move(action)), timeout_(timeout) {
        if (parties == 0)
            throw std::system_error(std::make_error_code(std::errc::invalid_argument));
    }

    basic_barrier(const basic_barrier&) = delete;
    basic_barrier& operator=(const basic_barrier&) = delete;

    /// Blocks until all parties have come, or for the barrier's own timeout. What each of them did
    /// before it came, and then the action, happens before what any of them does next.
    /// @return how many came before this thread in its turn: each of 0 .. parties() - 1 is returned
    ///         to one of them
    /// @throws broken_barrier if the barrier is broken, or is broken or reset meanwhile, by this
    ///         call for one when the timeout is over; and what the action throws, to the thread
    ///         that called it: the barrier is broken then
    std::size_t arrive_and_wait() {
        if (timeout_) return arrive_and_wait_for(*timeout_);
        return arrive([](const auto& word, std::uint32_t old) {
            Sync::wait(word, old);
            return true;
        });
    }

    /// As `arrive_and_wait`, but breaks the barrier after `timeout`, at once if it is not positive
    /// and others have yet to come.
    template <class Rep, class Period>
    std::size_t arrive_and_wait_for(const std::chrono::duration<Rep, Period>& timeout) {
        return arrive_and_wait_until(deadline_after<clock>(timeout));
    }

    /// As `arrive_and_wait`, but breaks the barrier at `deadline`, of any clock.
    template <class Clock, class Duration>
    std::size_t arrive_and_wait_until(const std::chrono::time_point<Clock, Duration>& deadline) {
        return arrive([&](const auto& word, std::uint32_t old) {
            return sleep_until<Sync>(word, old, deadline);
        });
    }

    /// Breaks the barrier: all that wait, and all that come until it is reset, get broken_barrier.
    void abort() { end_turn(true); }

    /// Makes the barrier as new: all that wait get broken_barrier; those that come later do not.
    void reset() { end_turn(false); }

    /// Whether it is broken.
    [[nodiscard]] bool is_broken() const {
        const std::lock_guard held(mutex_);
        return is_broken_;
    }

    /// How many threads wait for others to come.
    [[nodiscard]] std::size_t waiting() const {
        const std::lock_guard held(mutex_);
        return arrived_;
    }

    /// How many threads have to come.
    [[nodiscard]] std::size_t parties() const noexcept { return parties_; }

private:
    static constexpr std::uint32_t pending = 0;
    static constexpr std::uint32_t asleep = 1;
    static constexpr std::uint32_t passed = 2;
    static constexpr std::uint32_t broken = 3;

    struct entry {
        typename Sync::word outcome{pending};
        typename Sync::template var<entry*> next{nullptr};
    };

    // The end of a turn, as those are to be told that wait for it; unless the action returns, a bad
    // one.
    struct ending {
        basic_barrier& owner;
        std::unique_lock<lock_of<Sync>>& held;
        entry* told = owner.take_all();
        std::uint32_t outcome = broken;

        ~ending() {
            if (outcome == broken) owner.is_broken_ = true;
            held.unlock();
            tell(told, outcome);
        }
    };

    // `sleep` returns false when it is time to give up.
    template <class Sleep>
    std::size_t arrive(Sleep sleep) {
        std::unique_lock held(mutex_);
        if (is_broken_) throw broken_barrier();
        const std::size_t index = arrived_;
        if (index + 1 == parties_) {
            ending end{*this, held};
            if (action_) action_();
            end.outcome = passed;
            return index;
        }
        arrived_ = index + 1;
        entry self;
        self.next = waiting_;
        waiting_ = &self;
        const std::uint64_t turn = turn_;
        held.unlock();
        if (!wait(self, sleep)) {
            break_turn(turn);
            wait(self, [](const auto& word, std::uint32_t old) {
                Sync::wait(word, old);
                return true;
            });
        }
        // Relaxed: it has been read.
        if (self.outcome.load(std::memory_order_relaxed) == broken) throw broken_barrier();
        return index;
    }

    // Until `self` is told.
    // @return whether it was
    template <class Sleep>
    static bool wait(entry& self, Sleep sleep) noexcept {
        const auto is_told = [&] {
            // Acquire: pairs with the release in tell().
            return self.outcome.load(std::memory_order_acquire) > asleep;
        };
        typename Sync::backoff spin;
        do {
            if (is_told()) return true;
        } while (spin.pause());
        std::uint32_t expected = pending;
        // Relaxed: tells nothing but that this thread sleeps. Fails when it has been told.
        self.outcome.compare_exchange_strong(expected, asleep, std::memory_order_relaxed);
        while (!is_told()) {
            if (!sleep(self.outcome, asleep)) return false;
        }
        return true;
    }

    // Breaks the barrier, if it is still the turn that this thread waits for.
    void break_turn(std::uint64_t turn) {
        std::unique_lock held(mutex_);
        if (turn_ != turn) return;
        const ending end{*this, held};
    }

    void end_turn(bool is_broken) {
        std::unique_lock held(mutex_);
        entry* const told = take_all();
        is_broken_ = is_broken;
        held.unlock();
        tell(told, broken);
    }

    // With the lock held, as all that is of the barrier's own.
    entry* take_all() noexcept {
        entry* const all = waiting_;
        waiting_ = nullptr;
        arrived_ = 0;
        turn_ = turn_ + 1;
        return all;
    }

    // Without the lock: threads that go on need not wait for it.
    static void tell(entry* next, std::uint32_t outcome) noexcept {
        while (next != nullptr) {
            entry& each = *next;
            next = each.next;
            // Release: pairs with the acquire in wait(); the entry may be gone afterwards.
            if (each.outcome.exchange(outcome, std::memory_order_release) == asleep)
                Sync::notify_one(each.outcome);
        }
    }

    const std::size_t parties_;
    const std::function<void()> action_;
    const std::optional<typename clock::duration> timeout_;
    mutable lock_of<Sync> mutex_;
    typename Sync::template var<entry*> waiting_{nullptr}; // a list
    typename Sync::template var<std::size_t> arrived_{0};  // its length
    typename Sync::template var<std::uint64_t> turn_{0}; // when the list is another one, so is this
    typename Sync::template var<bool> is_broken_{false};
};

using barrier = basic_barrier<std_sync>;

} // namespace heddle::sync
