#pragma once

/// What threads wait on for another to say that something has changed. Threads are woken in the
/// order in which they began to wait, and only those that waited when they were.
///
/// Each waiting thread has an entry, on its own stack, in a list that goes from the one that has
/// waited longest to the last. The state of an entry:
///
///     state    notify finds it          its deadline passes           meaning
///     waiting  -> chosen, off the list  -> leaving                    it may be chosen
///     chosen   not in the list          waits until notified          it will be notified
///     leaving  passes over it           takes itself off the list     it will not
///     notified not in the list          returns                       nobody else uses it any more
///
/// Departures from [thread.condition]: any number of threads can be woken, and there is no spurious
/// wakeup. As there, and unlike Python's Condition, threads may notify without holding the lock;
/// and a condition variable may be destroyed as soon as every thread that waits has been notified.

#include "primitives/sync/deadline.hpp"
#include "primitives/sync/mutex.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <system_error>
#include <utility>

namespace heddle::sync {

namespace detail {

/// A lock that its owner may hold several times over, and can let go of, and take again, at once.
template <class Lock>
concept released_at_once = requires(Lock& lock) {
    lock.reacquire(lock.release_all());
};

/// Lets go of `lock`, and takes it again when destroyed.
template <class Lock>
class without_lock {
public:
    explicit without_lock(Lock& lock) : lock_(lock) { lock.unlock(); }

    without_lock(const without_lock&) = delete;
    without_lock& operator=(const without_lock&) = delete;

    ~without_lock() { lock_.lock(); }

private:
    Lock& lock_;
};

template <released_at_once Lock>
class without_lock<Lock> {
public:
    explicit without_lock(Lock& lock) : lock_(lock), depth_(lock.release_all()) {}

    without_lock(const without_lock&) = delete;
    without_lock& operator=(const without_lock&) = delete;

    ~without_lock() { lock_.reacquire(depth_); }

private:
    Lock& lock_;
    decltype(std::declval<Lock&>().release_all()) depth_;
};

} // namespace detail

/// For every *BasicLockable* [thread.req.lockable.basic], and for std::unique_lock of one. A lock
/// that its owner holds several times over, and that has release_all() and reacquire(), is let go
/// of altogether. All threads that wait at the same time should do so with the same lock.
template <class Sync>
class basic_condition_variable {
public:
    using clock = typename Sync::clock;

    basic_condition_variable() = default;
    basic_condition_variable(const basic_condition_variable&) = delete;
    basic_condition_variable& operator=(const basic_condition_variable&) = delete;

    /// Every thread that waits must have been notified; it need not have returned. Blocks for a
    /// moment if some have just given up.
    ~basic_condition_variable() {
        typename Sync::backoff spin;
        while (first_.load(std::memory_order_relaxed) != nullptr) spin.wait();
        const std::lock_guard until_the_last_has_left(list_);
    }

    /// Lets go of `lock`, blocks until the thread is notified, and takes `lock` again. No
    /// notification is missed by which another thread follows its letting go; and what was done
    /// before the notification happens before what is done after this.
    /// @throws std::system_error operation_not_permitted, if `lock` is a std::unique_lock that
    ///         holds nothing; and whatever lock.unlock() throws. Where lock.lock() throws, the
    ///         process ends, as by [thread.condition.condvar].
    template <class Lock>
    void wait(Lock& lock) {
        wait_with(lock, [](auto& word, std::uint32_t old) {
            Sync::wait(word, old);
            return true;
        });
    }

    /// Waits, again and again, until `predicate()`: looked at with `lock` held, also at first.
    /// @throws as `wait(lock)`, and whatever `predicate` throws, with `lock` held
    template <class Lock, class Predicate>
    void wait(Lock& lock, Predicate predicate) {
        while (!predicate()) wait(lock);
    }

    /// As `wait`, but no longer than until `deadline`, of any clock. Whoever is chosen to be
    /// notified before it gives up has been notified.
    /// @return no_timeout if it was notified
    template <class Lock, class Clock, class Duration>
    std::cv_status wait_until(Lock& lock,
                              const std::chrono::time_point<Clock, Duration>& deadline) {
        return wait_with(lock,
                         [&](auto& word, std::uint32_t old) {
                             return sleep_until<Sync>(word, old, deadline);
                         })
                   ? std::cv_status::no_timeout
                   : std::cv_status::timeout;
    }

    /// As `wait` with a predicate, but no longer than until `deadline`, of any clock.
    /// @return what the predicate said last
    template <class Lock, class Clock, class Duration, class Predicate>
    [[nodiscard]] bool wait_until(Lock& lock,
                                  const std::chrono::time_point<Clock, Duration>& deadline,
                                  Predicate predicate) {
        while (!predicate()) {
            if (wait_until(lock, deadline) == std::cv_status::timeout) return predicate();
        }
        return true;
    }

    /// As `wait_until`, until `timeout` from now.
    template <class Lock, class Rep, class Period>
    std::cv_status wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& timeout) {
        return wait_until(lock, deadline_after<clock>(timeout));
    }

    /// As `wait_until` with a predicate, until `timeout` from now.
    template <class Lock, class Rep, class Period, class Predicate>
    [[nodiscard]] bool wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& timeout,
                                Predicate predicate) {
        return wait_until(lock, deadline_after<clock>(timeout), std::move(predicate));
    }

    /// Wakes the thread that has waited longest, if any waits. The lock need not be held. Does not
    /// block, but for as long as others take to enter the list or leave it.
    /// @return whether there was one
    bool notify_one() { return notify(1) == 1; }

    /// Wakes the `count` threads that have waited longest, or all if they are fewer.
    /// @return how many
    std::size_t notify(std::size_t count) {
        // Relaxed: of a thread that let go of the lock before this one took it, the lock tells.
        // There is no saying whether others began to wait before this, or after.
        if (first_.load(std::memory_order_relaxed) == nullptr) return 0;
        entry* next = nullptr;
        const std::size_t found = choose(count, next);
        // From here on this object may be gone, and each entry, too, as soon as it is notified.
        while (next != nullptr) {
            entry& each = *next;
            next = each.next;
            // Release: pairs with the acquire in sleep().
            each.state.store(notified, std::memory_order_release);
            Sync::notify_one(each.state);
        }
        return found;
    }

    /// Wakes all threads that wait.
    /// @return how many
    std::size_t notify_all() { return notify(std::numeric_limits<std::size_t>::max()); }

private:
    static constexpr std::uint32_t waiting = 0;
    static constexpr std::uint32_t chosen = 1;
    static constexpr std::uint32_t leaving = 2;
    static constexpr std::uint32_t notified = 3;

    struct entry {
        typename Sync::word state{waiting};
        typename Sync::template var<entry*> previous{nullptr};
        typename Sync::template var<entry*> next{nullptr};
    };

    template <class Lock, class Sleep>
    bool wait_with(std::unique_lock<Lock>& lock, Sleep sleep) {
        if (!lock.owns_lock())
            throw std::system_error(std::make_error_code(std::errc::operation_not_permitted));
        return wait_with(*lock.mutex(), sleep);
    }

    // `sleep` returns false when it is time to give up.
    template <class Lock, class Sleep>
    bool wait_with(Lock& lock, Sleep sleep) {
        entry self;
        append(self);
        try {
            const detail::without_lock unlocked(lock);
            return sleep_on(self, sleep);
        } catch (...) {
            // It was not held, so that this thread did not wait: whatever woke it is for another.
            if (!leave(self)) notify_one();
            throw;
        }
    }

    // Whether `self` was notified.
    template <class Sleep>
    bool sleep_on(entry& self, Sleep sleep) noexcept {
        for (;;) {
            // Acquire: pairs with the release in notify(), after which nobody uses `self`.
            const std::uint32_t state = self.state.load(std::memory_order_acquire);
            if (state == notified) return true;
            if (!sleep(self.state, state)) return !leave(self);
        }
    }

    // Takes `self` off the list unless it has been chosen; then waits until it is notified.
    // @return whether it was not chosen
    bool leave(entry& self) noexcept {
        std::uint32_t expected = waiting;
        // Relaxed: all that matters is which of the two comes first, this or that in choose().
        if (self.state.compare_exchange_strong(expected, leaving, std::memory_order_relaxed)) {
            const std::lock_guard held(list_);
            remove(self);
            return true;
        }
        // This object may be gone.
        // Acquire: as in sleep_on().
        while ((expected = self.state.load(std::memory_order_acquire)) != notified)
            Sync::wait(self.state, expected);
        return false;
    }

    // Takes up to `count` entries off the list: a list of their own, which begins with `first`.
    std::size_t choose(std::size_t count, entry*& first) {
        const std::lock_guard held(list_);
        std::size_t found = 0;
        entry* last = nullptr;
        entry* next = first_.load(std::memory_order_relaxed);
        while (next != nullptr && found < count) {
            entry& each = *next;
            next = each.next;
            std::uint32_t expected = waiting;
            // Relaxed: as in leave().
            if (!each.state.compare_exchange_strong(expected, chosen, std::memory_order_relaxed))
                continue;
            remove(each);
            each.next = nullptr;
            if (last == nullptr)
                first = &each;
            else
                last->next = &each;
            last = &each;
            ++found;
        }
        return found;
    }

    void append(entry& self) noexcept {
        const std::lock_guard held(list_);
        self.previous = last_;
        if (last_ == nullptr)
            first_.store(&self, std::memory_order_relaxed);
        else
            last_->next = &self;
        last_ = &self;
    }

    // With `list_` held.
    void remove(entry& self) noexcept {
        entry* const previous = self.previous;
        entry* const next = self.next;
        if (previous == nullptr)
            first_.store(next, std::memory_order_relaxed);
        else
            previous->next = next;
        if (next == nullptr)
            last_ = previous;
        else
            next->previous = previous;
    }

    lock_of<Sync> list_; // is held by who reads or writes the list
    typename Sync::template atomic<entry*> first_{nullptr}; // read by others, too
    typename Sync::template var<entry*> last_{nullptr};
};

using condition_variable = basic_condition_variable<std_sync>;

} // namespace heddle::sync
