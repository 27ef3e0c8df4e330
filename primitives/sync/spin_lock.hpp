#pragma once

/// A lock whose waiters spin: for what is held for a few instructions, by threads that each have a
/// processor.
///
///     state         lock        try_lock    unlock
///     free (false)  -> locked   -> locked   not allowed
///     locked        spins       fails       -> free
///
/// Test and test-and-set with backoff (Anderson, "The Performance of Spin Lock Alternatives for
/// Shared-Memory Multiprocessors", IEEE TPDS 1990; Rudolph & Segall, 1984): who waits reads, and
/// writes only when the lock looks free, so that it does not take the cache line from the holder.
/// Not fair: for order of arrival see ticket_lock and mcs_lock.

#include "primitives/sync/std_sync.hpp"

#include <atomic>

namespace heddle::sync {

/// *Lockable* [thread.req.lockable.req], for std::lock_guard, std::unique_lock and
/// std::scoped_lock. Not recursive; belongs to no thread. One byte: give it a cache line if it is
/// contended.
template <class Sync>
class basic_spin_lock {
public:
    constexpr basic_spin_lock() noexcept = default;
    basic_spin_lock(const basic_spin_lock&) = delete;
    basic_spin_lock& operator=(const basic_spin_lock&) = delete;

    /// Nobody may hold it, or wait for it, when it is destroyed.
    ~basic_spin_lock() = default;

    /// Spins until the lock is free, and takes it. What was done before the unlock that made it
    /// free happens before what is done after this.
    void lock() noexcept {
        typename Sync::backoff spin;
        while (!try_take()) {
            do {
                spin.wait();
                // Relaxed: only a hint; the acquiring operation decides.
            } while (is_locked_.load(std::memory_order_relaxed));
        }
    }

    /// Takes the lock if it is free; does not wait.
    /// @return whether it was taken; if so, ordered as by `lock`
    [[nodiscard]] bool try_lock() noexcept {
        return !is_locked_.load(std::memory_order_relaxed) && try_take();
    }

    /// Makes the lock free. The lock must be held.
    void unlock() noexcept {
        // Release: pairs with the acquire of whoever takes the lock next.
        is_locked_.store(false, std::memory_order_release);
    }

private:
    bool try_take() noexcept {
        // Acquire: pairs with the release in `unlock`.
        return !is_locked_.exchange(true, std::memory_order_acquire);
    }

    typename Sync::template atomic<bool> is_locked_{false};
};

using spin_lock = basic_spin_lock<std_sync>;

} // namespace heddle::sync
