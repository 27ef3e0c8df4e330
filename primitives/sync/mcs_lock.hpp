#pragma once

/// A lock whose waiters spin, each on a word of its own, and get it in the order in which they
/// came.
///
///     tail                lock                           try_lock      unlock
///     none: free          -> my node, locked             -> the same   not allowed
///     a node: locked      -> my node, behind that one,   fails         none behind mine: -> none
///                         waits to be told                             else tells the next one
///
/// Mellor-Crummey & Scott, "Algorithms for Scalable Synchronization on Shared-Memory
/// Multiprocessors" (ACM TOCS 1991), section 2.4. A thread brings the node that it queues with, and
/// keeps it until it has unlocked: `guard` has one. For those that cannot there are `lock()` and
/// `unlock()` without one: the lock has a node itself, for whoever holds it, which takes the place
/// of the one on the stack of `lock` (after the K42 kernel's variant; Scott, "Shared-Memory
/// Synchronization", 2013, chapter 4). That costs one more read-modify-write where threads
/// waited. Both kinds may be mixed.

#include "primitives/sync/cache_line.hpp"
#include "primitives/sync/std_sync.hpp"

#include <atomic>

namespace heddle::sync {

/// *Lockable* [thread.req.lockable.req], for std::lock_guard, std::unique_lock and
/// std::scoped_lock. Not recursive; belongs to no thread.
template <class Sync>
class basic_mcs_lock {
public:
    /// A place in the queue of one lock. As new again after each unlock.
    class alignas(cache_line) node {
    public:
        constexpr node() noexcept = default;
        node(const node&) = delete;
        node& operator=(const node&) = delete;

        /// It must not be in a queue.
        ~node() = default;

    private:
        friend basic_mcs_lock;

        typename Sync::template atomic<node*> next{nullptr};
        typename Sync::template atomic<bool> waits{false};
    };

    class guard;

    constexpr basic_mcs_lock() noexcept = default;
    basic_mcs_lock(const basic_mcs_lock&) = delete;
    basic_mcs_lock& operator=(const basic_mcs_lock&) = delete;

    /// Nobody may hold it, or wait for it, when it is destroyed.
    ~basic_mcs_lock() = default;

    /// Spins until all that came before have had the lock, and takes it. What was done before the
    /// unlock that made it free happens before what is done after this.
    /// @param self stays where it is until it is given to `unlock`
    void lock(node& self) noexcept {
        self.waits.store(true, std::memory_order_relaxed);
        // Acquire: pairs with the release of `unlock` that left none in the queue. Release: who
        // comes next writes to this node, and must find it as it is now; it acquires here.
        node* const before = tail_.exchange(&self, std::memory_order_acq_rel);
        if (before == nullptr) return;
        // Release: who tells us writes to this node, too.
        before->next.store(&self, std::memory_order_release);
        typename Sync::backoff spin;
        // Acquire: pairs with the release of `unlock` that told us.
        while (self.waits.load(std::memory_order_acquire)) spin.wait();
    }

    /// Takes the lock if it is free; does not wait.
    /// @return whether it was taken; if so, as by `lock`; if not, `self` is not needed
    [[nodiscard]] bool try_lock(node& self) noexcept {
        node* none = nullptr;
        // As in `lock`.
        return tail_.compare_exchange_strong(none, &self, std::memory_order_acq_rel,
                                             std::memory_order_relaxed);
    }

    /// Gives the lock to the one that came first of those that wait, if any. Waits only for one
    /// that is on its way into the queue.
    /// @param self by which the lock is held
    void unlock(node& self) noexcept {
        // Acquire, here and in successor_of: pairs with the release in `lock`.
        node* next = self.next.load(std::memory_order_acquire);
        if (next == nullptr) {
            // Release: pairs with the acquire of whoever comes next.
            if (leave(self, nullptr, std::memory_order_release)) return;
            next = successor_of(self);
        }
        self.next.store(nullptr, std::memory_order_relaxed);
        // Release: pairs with the acquire of the next one, which may do with the lock as it likes.
        next->waits.store(false, std::memory_order_release);
    }

    /// As `lock(node&)`, without a node of the caller's.
    void lock() noexcept {
        if (try_lock()) return;
        node self;
        lock(self);
        node* next = self.next.load(std::memory_order_acquire);
        if (next == nullptr) {
            // Release: who comes next writes to that node, and must find it as the last unlock
            // left it.
            if (leave(self, &own_, std::memory_order_release)) return;
            next = successor_of(self);
        }
        // Relaxed, as is all that is written to a node by a holder for the next one.
        own_.next.store(next, std::memory_order_relaxed);
    }

    /// As `try_lock(node&)`, without a node of the caller's.
    [[nodiscard]] bool try_lock() noexcept {
        node* none = nullptr;
        // Acquire: as in `lock`. No release: that node is as the last unlock left it, and what
        // was released there is read by the one that comes next, through this read-modify-write.
        return tail_.compare_exchange_strong(none, &own_, std::memory_order_acquire,
                                             std::memory_order_relaxed);
    }

    /// As `unlock(node&)`, for who holds the lock without a node.
    void unlock() noexcept { unlock(own_); }

    /// For the holder: whether somebody waits for the lock that it holds by `self`. Orders nothing.
    [[nodiscard]] bool is_contended(const node& self) const noexcept {
        return tail_.load(std::memory_order_relaxed) != &self;
    }

    /// For the holder without a node: whether somebody waits for the lock. Orders nothing.
    [[nodiscard]] bool is_contended() const noexcept { return is_contended(own_); }

private:
    // Puts `instead` in the place of `self`, if that is the last in the queue.
    bool leave(node& self, node* instead, std::memory_order order) noexcept {
        node* last = &self;
        return tail_.compare_exchange_strong(last, instead, order, std::memory_order_relaxed);
    }

    // Of a node that is not the last: its successor is about to say who it is.
    static node* successor_of(const node& self) noexcept {
        typename Sync::backoff spin;
        for (;;) {
            if (node* const next = self.next.load(std::memory_order_acquire)) return next;
            spin.wait();
        }
    }

    typename Sync::template atomic<node*> tail_{nullptr};
    node own_;
};

/// Holds a lock from its beginning to its end, and has the node for it.
template <class Sync>
class basic_mcs_lock<Sync>::guard {
public:
    /// As `lock`.
    explicit guard(basic_mcs_lock& lock) noexcept : lock_(lock) { lock_.lock(self_); }

    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

    /// As `unlock`.
    ~guard() { lock_.unlock(self_); }

    /// Whether somebody waits for the lock.
    [[nodiscard]] bool is_contended() const noexcept { return lock_.is_contended(self_); }

private:
    basic_mcs_lock& lock_;
    node self_;
};

using mcs_lock = basic_mcs_lock<std_sync>;

} // namespace heddle::sync
