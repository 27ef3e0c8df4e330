#pragma once

/// The policy that the primitives are templates on: `basic_mutex<Sync>`. `Sync` supplies the
/// atomics and the waits that a primitive is made of, so that the same source can be compiled for a
/// program (`std_sync`, below) and for a model checker that wants types of its own.
///
/// A policy has
///
///     atomic<T>                       as std::atomic<T>, as far as the primitives use it
///     var<T>                          plain data of scalar type; T itself, if nobody looks on
///     word                            = atomic<std::uint32_t>: what threads can sleep on
///     wait(word, old)                 sleeps while the word is `old`
///     wait_until(word, old, deadline) … and not for longer
///     notify_one(word), notify_all    wake sleepers
///     clock                           of the deadlines
///     fence(order)                    as std::atomic_thread_fence
///     backoff                         how a thread that spins passes its time
///     this_thread()                   a number of the calling thread's own, not 0
///     mutex                           if there is one: the lock that primitives are made with
///
/// Why not the waits of std::atomic: they have no deadline, and a sleeper of another kind on the
/// same object is unknown to their notify_one. So untimed and timed waits must be of one kind.

#include "primitives/sync/backoff.hpp"
#include "primitives/sync/futex.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace heddle::sync {

/// The policy of programs: `std::atomic`, and the kernel's futex to sleep on. Nothing is added to
/// what a primitive does, and nothing is allocated.
struct std_sync {
    template <class T>
    using atomic = std::atomic<T>;
    template <class T>
    using var = T;
    using word = std::atomic<std::uint32_t>;
    using clock = std::chrono::steady_clock;
    using backoff = sync::backoff;

    /// Returns at once unless `object` is `old`; otherwise blocks until it is notified. May return
    /// spuriously. Orders nothing: read the word again, with the order that you need.
    static void wait(const word& object, std::uint32_t old) noexcept { futex::wait(object, old); }

    /// As `wait`, but not beyond `deadline`.
    /// @return false when it returned because the deadline had passed
    static bool wait_until(const word& object, std::uint32_t old,
                           clock::time_point deadline) noexcept {
        return futex::wait_until(object, old, deadline);
    }

    /// Wakes one thread, if any, of those that are blocked in a wait on `object`. Does not block.
    static void notify_one(word& object) noexcept { futex::wake(object, 1); }

    /// Wakes up to `count` of them.
    static void notify(word& object, std::uint32_t count) noexcept { futex::wake(object, count); }

    /// Wakes all of them.
    static void notify_all(word& object) noexcept { futex::wake(object, futex::everybody); }

    static void fence(std::memory_order order) noexcept { std::atomic_thread_fence(order); }

    /// Differs between threads that run at the same time; never 0.
    [[nodiscard]] static std::uintptr_t this_thread() noexcept {
        thread_local const char self = 0;
        return reinterpret_cast<std::uintptr_t>(&self);
    }
};

} // namespace heddle::sync
