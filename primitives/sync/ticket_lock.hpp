#pragma once

/// A lock whose waiters spin, and get it in the order in which they came.
///
///     next, serving      lock                       try_lock      unlock
///     equal: free        -> next + 1, locked        -> the same   not allowed
///     apart: locked      -> next + 1, waits for     fails         -> serving + 1
///                        serving to be its ticket
///
/// Reed & Kanodia, "Synchronization with Eventcounts and Sequencers" (CACM 1979); Mellor-Crummey &
/// Scott, "Algorithms for Scalable Synchronization on Shared-Memory Multiprocessors" (ACM TOCS
/// 1991), section 2.2. All waiters read one word: with many processors see mcs_lock.

#include "primitives/sync/cache_line.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>
#include <cstdint>

namespace heddle::sync {

/// *Lockable* [thread.req.lockable.req], for std::lock_guard, std::unique_lock and
/// std::scoped_lock. Not recursive; belongs to no thread. Two cache lines: whoever comes does not
/// take the one from the holder that the waiters read.
template <class Sync>
class basic_ticket_lock {
public:
    constexpr basic_ticket_lock() noexcept = default;
    basic_ticket_lock(const basic_ticket_lock&) = delete;
    basic_ticket_lock& operator=(const basic_ticket_lock&) = delete;

    /// Nobody may hold it, or wait for it, when it is destroyed.
    ~basic_ticket_lock() = default;

    /// Spins until the lock is free and all that called this before have had it, and takes it.
    /// What was done before the unlock that made it free happens before what is done after this.
    void lock() noexcept {
        // Relaxed: a ticket is a number that nobody else has, and publishes nothing.
        const std::uint64_t ticket = next_.fetch_add(1U, std::memory_order_relaxed);
        typename Sync::backoff spin;
        // Acquire: pairs with the release in `unlock`.
        while (serving_.load(std::memory_order_acquire) != ticket) spin.wait();
    }

    /// Takes the lock if it is free; does not wait.
    /// @return whether it was taken; if so, ordered as by `lock`
    [[nodiscard]] bool try_lock() noexcept {
        // Acquire: as in `lock`.
        std::uint64_t ticket = serving_.load(std::memory_order_acquire);
        // That ticket is being served; if it is still to be had, nobody has it. Relaxed: as there.
        return next_.compare_exchange_strong(ticket, ticket + 1, std::memory_order_relaxed,
                                             std::memory_order_relaxed);
    }

    /// Gives the lock to the one that came first of those that wait, if any. The lock must be held.
    void unlock() noexcept {
        // Relaxed: only the holder writes it, and each holder has seen what the last one wrote.
        const std::uint64_t ticket = serving_.load(std::memory_order_relaxed);
        // Release: pairs with the acquire of the next one.
        serving_.store(ticket + 1, std::memory_order_release);
    }

    /// For the holder: whether somebody waits for the lock. One that does not hold it learns
    /// nothing. Orders nothing.
    [[nodiscard]] bool is_contended() const noexcept {
        return next_.load(std::memory_order_relaxed) - serving_.load(std::memory_order_relaxed) > 1;
    }

private:
    // 64 bits, so that no ticket comes again.
    alignas(cache_line) typename Sync::template atomic<std::uint64_t> next_{0};
    alignas(cache_line) typename Sync::template atomic<std::uint64_t> serving_{0};
};

using ticket_lock = basic_ticket_lock<std_sync>;

} // namespace heddle::sync
