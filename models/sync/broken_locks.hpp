#pragma once

/// Locks whose waiters spin, each with one flaw.

#include <atomic>
#include <cstdint>

namespace heddle::models {

/// To test and to set are two steps.
template <class Sync>
class two_step_lock {
public:
    void lock() {
        typename Sync::backoff spin;
        while (is_locked_.load(std::memory_order_acquire)) spin.wait();
        is_locked_.store(true, std::memory_order_relaxed); // FLAW: another may have done so
    }

    void unlock() { is_locked_.store(false, std::memory_order_release); }

private:
    typename Sync::template atomic<bool> is_locked_{false};
};

/// It knows that somebody waits, and not who came first.
template <class Sync>
class crowding_lock {
public:
    void lock() {
        waiting_.fetch_add(1, std::memory_order_relaxed);
        typename Sync::backoff spin;
        while (is_locked_.exchange(true, std::memory_order_acquire)) spin.wait(); // FLAW: no order
        waiting_.fetch_sub(1, std::memory_order_relaxed);
    }

    void unlock() { is_locked_.store(false, std::memory_order_release); }

    [[nodiscard]] bool is_contended() const {
        return waiting_.load(std::memory_order_relaxed) != 0;
    }

private:
    typename Sync::template atomic<bool> is_locked_{false};
    typename Sync::template atomic<int> waiting_{0};
};

/// A ticket that was drawn by a try is nobody's.
template <class Sync>
class ticket_dropping_lock {
public:
    void lock() {
        const std::uint32_t ticket = next_.fetch_add(1U, std::memory_order_relaxed);
        typename Sync::backoff spin;
        while (serving_.load(std::memory_order_acquire) != ticket) spin.wait();
    }

    [[nodiscard]] bool try_lock() {
        const std::uint32_t ticket = next_.fetch_add(1U, std::memory_order_relaxed);
        return serving_.load(std::memory_order_acquire) == ticket; // FLAW: its turn will come
    }

    void unlock() {
        serving_.store(serving_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

private:
    typename Sync::template atomic<std::uint32_t> next_{0};
    typename Sync::template atomic<std::uint32_t> serving_{0};
};

enum class mcs_lock_flaw {
    none,
    leaves,         // who has no successor yet takes it that there will be none
    late_waiting,   // a node waits from when it is in the queue, not from before
    stale_successor // what a node says of the last time it was used is still there
};

/// The queue of nodes, which threads bring along.
template <class Sync, mcs_lock_flaw Flaw>
class flawed_mcs_lock {
    using flaw = mcs_lock_flaw;

public:
    struct node {
        typename Sync::template atomic<node*> next{nullptr};
        typename Sync::template atomic<bool> waits{false};
    };

    void lock(node& self) {
        if (Flaw != flaw::stale_successor) self.next.store(nullptr, std::memory_order_relaxed);
        if (Flaw != flaw::late_waiting) self.waits.store(true, std::memory_order_relaxed);
        node* const before = tail_.exchange(&self, std::memory_order_acq_rel);
        if (before == nullptr) return;
        before->next.store(&self, std::memory_order_release);
        if (Flaw == flaw::late_waiting) self.waits.store(true, std::memory_order_relaxed);
        typename Sync::backoff spin;
        while (self.waits.load(std::memory_order_acquire)) spin.wait();
    }

    void unlock(node& self) {
        node* next = self.next.load(std::memory_order_acquire);
        if (next == nullptr) {
            if (Flaw == flaw::leaves) {
                tail_.store(nullptr, std::memory_order_release);
                return;
            }
            node* last = &self;
            if (tail_.compare_exchange_strong(last, nullptr, std::memory_order_release,
                                              std::memory_order_relaxed))
                return;
            typename Sync::backoff spin;
            while ((next = self.next.load(std::memory_order_acquire)) == nullptr) spin.wait();
        }
        next->waits.store(false, std::memory_order_release);
    }

private:
    typename Sync::template atomic<node*> tail_{nullptr};
};

} // namespace heddle::models
