#pragma once

/// Shared mutexes of the simplest kind, one word of which all are woken whenever it changes, each
/// with one flaw.

#include "primitives/sync/deadline.hpp"

#include <atomic>
#include <cstdint>

namespace heddle::models {

enum class shared_mutex_flaw {
    none,
    readers_barge,    // a reader that waits does not mind the writers that do
    silent_departure, // a writer that gives up tells nobody
    late_touch,       // a writer that has let go of the lock still writes to it
    early_look,       // a writer looks for readers before it keeps them out
};

template <class Sync, shared_mutex_flaw Flaw>
class flawed_shared_mutex {
    using flaw = shared_mutex_flaw;

public:
    void lock() {
        (void)lock_while([&](std::uint32_t state) {
            Sync::wait(state_, state);
            return true;
        });
    }

    [[nodiscard]] bool try_lock() {
        return change([](std::uint32_t s) { return !is_held(s); }, writer);
    }

    template <class Timeout>
    [[nodiscard]] bool try_lock_for(Timeout timeout) {
        const auto deadline = sync::deadline_after<typename Sync::clock>(timeout);
        return lock_while(
            [&](std::uint32_t state) { return Sync::wait_until(state_, state, deadline); });
    }

    void unlock() {
        state_.fetch_sub(writer, std::memory_order_release);
        Sync::notify_all(state_);
        // FLAW: the next one may have destroyed it
        if constexpr (Flaw == flaw::late_touch) wakes_.fetch_add(1U, std::memory_order_relaxed);
    }

    void lock_shared() {
        constexpr std::uint32_t closed = Flaw == flaw::readers_barge ? writer : ~(one_waits - 1);
        while (
            !change([](std::uint32_t s) { return (s & closed) == 0; }, 1)) { // FLAW: readers_barge
            const std::uint32_t state = state_.load(std::memory_order_relaxed);
            if ((state & closed) != 0) Sync::wait(state_, state);
        }
    }

    [[nodiscard]] bool try_lock_shared() {
        return change([](std::uint32_t s) { return s < one_waits; }, 1);
    }

    void unlock_shared() {
        state_.fetch_sub(1U, std::memory_order_release);
        Sync::notify_all(state_);
    }

private:
    static constexpr std::uint32_t one_waits = 1U << 8;
    static constexpr std::uint32_t writer = 1U << 16;

    static bool is_held(std::uint32_t state) {
        return (state & writer) != 0 || state % one_waits != 0;
    }

    template <class Condition>
    bool change(Condition condition, std::uint32_t by) {
        std::uint32_t state = state_.load(std::memory_order_relaxed);
        while (condition(state)) {
            if constexpr (Flaw == flaw::early_look) {
                state_.fetch_add(by, std::memory_order_acquire); // FLAW: it may have changed
                return true;
            } else if (state_.compare_exchange_weak(state, state + by, std::memory_order_acquire,
                                                    std::memory_order_relaxed)) {
                return true;
            }
        }
        return false;
    }

    template <class Sleep>
    bool lock_while(Sleep sleep) {
        state_.fetch_add(one_waits, std::memory_order_relaxed);
        while (!change([](std::uint32_t s) { return !is_held(s); }, writer - one_waits)) {
            const std::uint32_t state = state_.load(std::memory_order_relaxed);
            if (!is_held(state) || sleep(state)) continue;
            state_.fetch_sub(one_waits, std::memory_order_relaxed);
            // FLAW: silent_departure
            if constexpr (Flaw != flaw::silent_departure) Sync::notify_all(state_);
            return false;
        }
        return true;
    }

    typename Sync::word state_{0};
    typename Sync::word wakes_{0};
};

} // namespace heddle::models
