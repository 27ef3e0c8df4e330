#pragma once

/// Semaphores that have the number of sleepers in a word of its own.

#include <atomic>
#include <cstdint>

namespace heddle::models {

/// When a release looks for those that sleep.
enum class looks { after_adding, before_adding };

/// Right as it is, but that it may not be destroyed before every release has returned; wrong where
/// release looks before it adds, and with orders weaker than seq_cst: a thread that goes to sleep
/// and one that gives a permit each write one word and read the other.
template <class Sync, looks When = looks::after_adding>
class two_word_semaphore {
public:
    explicit two_word_semaphore(std::uint32_t permits) : permits_(permits) {}

    void acquire() {
        if (try_acquire()) return;
        sleepers_.fetch_add(1U);
        while (!try_acquire()) Sync::wait(permits_, 0);
        sleepers_.fetch_sub(1U, std::memory_order_relaxed);
    }

    [[nodiscard]] bool try_acquire() {
        std::uint32_t left = permits_.load();
        while (left > 0) {
            if (permits_.compare_exchange_strong(left, left - 1)) return true;
        }
        return false;
    }

    void release(std::uint32_t count = 1) {
        std::uint32_t sleepers = sleepers_.load();
        permits_.fetch_add(count);
        if (When == looks::after_adding) sleepers = sleepers_.load();
        if (sleepers > 0) Sync::notify(permits_, count);
    }

private:
    typename Sync::word permits_;
    typename Sync::template atomic<std::uint32_t> sleepers_{0};
};

} // namespace heddle::models
