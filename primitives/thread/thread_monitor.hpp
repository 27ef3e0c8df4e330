#pragma once

/// What other threads can see of a thread's life while it lives: its state, since when, what came
/// before, and the exception that ended it.
///
/// The states, and which may follow which, are those of thread_state.hpp. Only the thread itself
/// changes them, and before it, whoever starts it. So a change is two stores and nothing else:
/// those who look on cannot delay the thread, however many they are. The last few transitions are
/// kept in a ring that is overwritten while others read it, as in a seqlock whose data are atomics
/// (Boehm, "Can Seqlocks Get Along with Programming Language Memory Models?", MSPC 2012): who reads
/// looks again afterwards, and drops what may have been overwritten.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/std_sync.hpp"
#include "primitives/thread/thread_state.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace heddle::thread {

/// Thrown where a thread would take a step in its life that thread_state.hpp does not allow: it is
/// started twice, for one. Nothing has changed then.
struct illegal_transition : std::logic_error {
    illegal_transition(thread_state from, thread_state to)
        : std::logic_error("a thread that is " + std::string(to_string(from)) + " cannot be made " +
                           std::string(to_string(to))) {}
};

/// A step in a thread's life.
template <class Clock>
struct transition {
    thread_state to;
    typename Clock::time_point at;

    friend bool operator==(const transition&, const transition&) = default;
};

/// How long a thread was in `state`, as `history` has it, until `now`.
template <class Clock>
[[nodiscard]] typename Clock::duration time_in(const std::vector<transition<Clock>>& history,
                                               thread_state state, typename Clock::time_point now) {
    typename Clock::duration sum{0};
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto end = i + 1 < history.size() ? history[i + 1].at : now;
        if (history[i].to == state) sum += end - history[i].at;
    }
    return sum;
}

/// `Remembered` is how many transitions are kept at least. The functions of the first group are for
/// the thread itself, and for whoever starts it before it runs; all others are for everybody, at
/// any time.
template <class Sync, std::size_t Remembered = 32>
class basic_thread_monitor {
    static_assert(Remembered >= 1);

public:
    using clock = typename Sync::clock;
    using transition = thread::transition<clock>;

    /// Of a thread that is created.
    basic_thread_monitor() : origin_(clock::now()) { record(thread_state::created, age()); }

    basic_thread_monitor(const basic_thread_monitor&) = delete;
    basic_thread_monitor& operator=(const basic_thread_monitor&) = delete;

    /// `run` must have returned, and nobody may use it, when it is destroyed.
    ~basic_thread_monitor() = default;

    // For the thread, and whoever starts it. They must happen one after the other. None blocks.

    /// created -> runnable: it is about to be started.
    /// @throws illegal_transition
    void schedule() {
        require(thread_state::runnable);
        const auto when = age();
        started_ = when.count();
        record(thread_state::runnable, when);
    }

    /// runnable -> running -> terminated, or failed: calls `work`, with the monitor if it takes
    /// that, and wakes everybody who waits for the end. An exception that leaves it is kept.
    /// @throws illegal_transition before `work` is called
    template <class Work>
    void run(Work&& work) {
        enter(thread_state::running);
        end(outcome_of(std::forward<Work>(work)));
    }

    /// runnable -> failed: it could not be started, because of `why`. Wakes everybody who waits for
    /// the end.
    /// @throws illegal_transition
    void abandon(std::exception_ptr why) {
        if (const thread_state now = last(); now != thread_state::runnable)
            throw illegal_transition(now, thread_state::failed);
        error_ = std::move(why);
        end(thread_state::failed);
    }

    /// While it lives, the thread is blocked.
    class blocked_scope {
    public:
        blocked_scope(const blocked_scope&) = delete;
        blocked_scope& operator=(const blocked_scope&) = delete;

        /// blocked -> running
        ~blocked_scope() { monitor_.enter(thread_state::running); }

    private:
        friend basic_thread_monitor;

        explicit blocked_scope(basic_thread_monitor& monitor) : monitor_(monitor) {
            monitor.enter(thread_state::blocked);
        }

        basic_thread_monitor& monitor_;
    };

    /// running -> blocked: to be called by the thread before it waits for something. It is running
    /// again when the scope that is returned ends, which must be before `work` does.
    /// @throws illegal_transition
    [[nodiscard]] blocked_scope blocking() { return blocked_scope(*this); }

    // For everybody, at any time.

    /// What the thread is now. Does not block. A later call, of this or any function below, tells
    /// of the same or of a later moment; what the thread did before it came into this state happens
    /// before what is done after this.
    [[nodiscard]] thread_state state() const noexcept {
        // Acquire: pairs with the release in `record`.
        return state_of(progress_.load(std::memory_order_acquire));
    }

    /// How many transitions there have been. Ordered as `state`.
    [[nodiscard]] std::uint64_t transitions() const noexcept {
        return count_of(progress_.load(std::memory_order_acquire)) - 1;
    }

    /// The last transition: what `state` says, and since when; to be created counts as one.
    /// Repeats what it does if the thread has made `Remembered` more while it did it.
    [[nodiscard]] transition latest() const noexcept {
        for (;;) {
            const std::uint64_t count = count_of(progress_.load(std::memory_order_acquire));
            const transition last = entry(count - 1);
            if (is_kept(count - 1)) return last;
        }
    }

    /// The last transitions, in their order; to be created is the first. Not empty. All of them if
    /// there are at most `Remembered`; otherwise that many, fewer if the thread goes on meanwhile.
    [[nodiscard]] std::vector<transition> history() const {
        std::vector<transition> result;
        do {
            const std::uint64_t count = count_of(progress_.load(std::memory_order_acquire));
            const std::uint64_t oldest = count > Remembered ? count - Remembered : 0;
            result.clear();
            result.reserve(static_cast<std::size_t>(count - oldest));
            for (std::uint64_t i = oldest; i < count; ++i) result.push_back(entry(i));
            std::uint64_t lost = 0;
            while (lost < result.size() && !is_kept(oldest + lost)) ++lost;
            result.erase(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(lost));
        } while (result.empty());
        return result;
    }

    /// How long the thread has lived since it was started, until now or until its end; zero before.
    [[nodiscard]] typename clock::duration elapsed() const noexcept {
        const transition last = latest();
        if (last.to == thread_state::created) return clock::duration::zero();
        const auto until = is_over(last.to) ? last.at - origin_ : age();
        return until - typename clock::duration(static_cast<rep>(started_));
    }

    /// Blocks until the thread is over: terminated, or failed. What it did happens before what is
    /// done after this.
    void wait() const {
        wait_slowly([this] {
            Sync::wait(end_, awaited);
            return true;
        });
    }

    /// As `wait`, but no longer than `timeout`, not at all if it is not positive.
    /// @return whether the thread is over; if so, ordered as by `wait`
    template <class Rep, class Period>
    [[nodiscard]] bool wait_for(const std::chrono::duration<Rep, Period>& timeout) const {
        if (timeout <= timeout.zero()) return is_over(state());
        return wait_until(sync::deadline_after<clock>(timeout));
    }

    /// As `wait`, but not beyond `deadline`, of any clock.
    /// @return whether the thread is over; if so, ordered as by `wait`
    template <class Clock, class Duration>
    [[nodiscard]] bool wait_until(const std::chrono::time_point<Clock, Duration>& deadline) const {
        return wait_slowly([&] { return sync::sleep_until<Sync>(end_, awaited, deadline); });
    }

    /// The exception that the thread failed by, for the first who asks once it has; null for all
    /// others. Does not block.
    [[nodiscard]] std::exception_ptr take_error() noexcept {
        if (state() != thread_state::failed) return nullptr;
        // Relaxed: `state` has acquired the exception, and it is only decided here who takes it.
        if (is_taken_.exchange(1, std::memory_order_relaxed) != 0) return nullptr;
        return std::move(error_);
    }

private:
    using rep = typename clock::rep;

    // What `progress_` and the entries say beside the state: how many, and when.
    static constexpr unsigned state_bits = 3;

    // One more than are remembered: there is always one that may be being overwritten.
    static constexpr std::uint64_t slots = Remembered + 1;

    // Of `end_`.
    static constexpr std::uint32_t pending = 0;
    static constexpr std::uint32_t awaited = 1; // somebody may sleep
    static constexpr std::uint32_t ended = 2;

    static constexpr std::uint64_t with_state(std::uint64_t value, thread_state state) noexcept {
        return value << state_bits | static_cast<std::uint64_t>(state);
    }

    static constexpr thread_state state_of(std::uint64_t value) noexcept {
        return static_cast<thread_state>(value & ((1U << state_bits) - 1));
    }

    static constexpr std::uint64_t count_of(std::uint64_t progress) noexcept {
        return progress >> state_bits;
    }

    [[nodiscard]] typename clock::duration age() const noexcept { return clock::now() - origin_; }

    template <class Work>
    thread_state outcome_of(Work&& work) noexcept {
        try {
            if constexpr (std::invocable<Work, basic_thread_monitor&>)
                std::invoke(std::forward<Work>(work), *this);
            else
                std::invoke(std::forward<Work>(work));
            return thread_state::terminated;
        } catch (...) {
            error_ = std::current_exception();
            return thread_state::failed;
        }
    }

    // Relaxed: this thread stored it, or the one that started it.
    [[nodiscard]] thread_state last() const noexcept {
        return state_of(progress_.load(std::memory_order_relaxed));
    }

    void require(thread_state next) const {
        const thread_state before = last();
        if (!may_follow(before, next)) throw illegal_transition(before, next);
    }

    void enter(thread_state next) {
        require(next);
        record(next, age());
    }

    void record(thread_state next, typename clock::duration when) noexcept {
        const std::uint64_t index = count_of(progress_.load(std::memory_order_relaxed));
        // Release: who reads this entry in place of the one that was here knows, by `is_kept`, that
        // `index` transitions came before.
        entries_[index % slots].store(with_state(static_cast<std::uint64_t>(when.count()), next),
                                      std::memory_order_release);
        // Release: pairs with the acquire in `state` and its like. The entry, and all that the
        // thread did, come first.
        progress_.store(with_state(index + 1, next), std::memory_order_release);
    }

    void end(thread_state last) {
        enter(last);
        // Release: pairs with the acquire in `wait_slowly`.
        if (end_.exchange(ended, std::memory_order_release) == awaited) Sync::notify_all(end_);
    }

    [[nodiscard]] transition entry(std::uint64_t index) const noexcept {
        // Acquire: pairs with the release in `record`, for `is_kept`.
        const std::uint64_t packed = entries_[index % slots].load(std::memory_order_acquire);
        const typename clock::duration since(static_cast<rep>(packed >> state_bits));
        return {state_of(packed), origin_ + since};
    }

    // Whether what `entry(index)` has returned was that entry. Relaxed: if it was a later one, its
    // acquire lets us see how many came before it.
    [[nodiscard]] bool is_kept(std::uint64_t index) const noexcept {
        return count_of(progress_.load(std::memory_order_relaxed)) < index + slots;
    }

    // `sleep` returns false when it is time to give up.
    template <class Sleep>
    bool wait_slowly(Sleep sleep) const {
        while (!is_over(state())) {
            std::uint32_t expected = pending;
            // Relaxed where it says that it will sleep: if the thread ends meanwhile, the words
            // differ, or it finds this one. Acquire: pairs with the release in `end`; a sleeper
            // that was woken comes by here, for to be woken orders nothing.
            if (!end_.compare_exchange_strong(expected, awaited, std::memory_order_relaxed) &&
                end_.load(std::memory_order_acquire) == ended)
                return true;
            if (!sleep()) return is_over(state());
        }
        return true;
    }

    const typename clock::time_point origin_;
    typename Sync::template atomic<std::uint64_t> progress_{
        0}; // how many, and the last one's state
    std::array<typename Sync::template atomic<std::uint64_t>, slots> entries_{};
    typename Sync::template var<rep> started_{0};
    std::exception_ptr error_;
    typename Sync::template atomic<std::uint32_t> is_taken_{0};
    mutable typename Sync::word end_{pending};
};

using thread_monitor = basic_thread_monitor<sync::std_sync>;

} // namespace heddle::thread
