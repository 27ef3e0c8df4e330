#pragma once

/// A lock that the thread that holds it may take again.
///
///     holder            lock                  unlock                      release_all
///     nobody            -> caller, depth 1    throws                      throws
///     the caller, d     -> depth d + 1        -> depth d - 1, 0: nobody   -> nobody, gives d
///     another thread    sleeps                throws                      throws
///
/// A mutex, and beside it who holds it and how many times. Departure from std::recursive_mutex
/// [thread.mutex.recursive]: what is undefined there throws here, and a thread can let go of all
/// its levels at once, as a condition variable has to.

#include "primitives/sync/mutex.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <system_error>

namespace heddle::sync {

/// *TimedLockable* [thread.req.lockable.timed]. To take it costs what a mutex costs; to take it
/// again, or to give back a level, is not even an atomic read-modify-write.
template <class Sync>
class basic_recursive_mutex {
public:
    using clock = typename Sync::clock;
    using depth_type = std::uint32_t;

    /// How many levels a thread can hold.
    static constexpr depth_type max_depth = std::numeric_limits<depth_type>::max();

    constexpr basic_recursive_mutex() noexcept = default;
    basic_recursive_mutex(const basic_recursive_mutex&) = delete;
    basic_recursive_mutex& operator=(const basic_recursive_mutex&) = delete;

    /// Nobody may hold it, or wait for it, when it is destroyed.
    ~basic_recursive_mutex() = default;

    /// One level more, if the calling thread holds it; otherwise blocks until nobody does, and
    /// takes it. What was done before it became free happens before what is done after this.
    /// @throws std::system_error resource_unavailable_try_again: it is `max_depth` deep already
    void lock() {
        const std::uintptr_t self = Sync::this_thread();
        if (is_held_by(self)) {
            if (!deepen())
                fail(std::errc::resource_unavailable_try_again, "a recursive mutex is too deep");
            return;
        }
        mutex_.lock();
        begin(self, 1);
    }

    /// As `lock`, but does not block: fails where another thread holds it, or where it is
    /// `max_depth` deep.
    /// @return whether there is one level more
    [[nodiscard]] bool try_lock() noexcept {
        return enter([this] { return mutex_.try_lock(); });
    }

    /// As `lock`, but gives up after `timeout`, at once if it is not positive; and where it is
    /// `max_depth` deep.
    /// @return whether there is one level more
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& timeout) noexcept {
        return enter([&] { return mutex_.try_lock_for(timeout); });
    }

    /// As `lock`, but gives up at `deadline`, of any clock; and where it is `max_depth` deep.
    /// @return whether there is one level more
    template <class Clock, class Duration>
    [[nodiscard]] bool
    try_lock_until(const std::chrono::time_point<Clock, Duration>& deadline) noexcept {
        return enter([&] { return mutex_.try_lock_until(deadline); });
    }

    /// One level less. The last one makes it free, and wakes one thread that waits for it, if any.
    /// Does not block.
    /// @throws std::system_error operation_not_permitted: the calling thread does not hold it
    void unlock() {
        require_held();
        const depth_type left = depth_ - 1;
        depth_ = left;
        if (left == 0) end();
    }

    /// Lets go of all levels, as that many calls of `unlock`. For condition variables, whose wait
    /// is no level's affair.
    /// @return how many there were, for `reacquire`
    /// @throws std::system_error operation_not_permitted: the calling thread does not hold it
    [[nodiscard]] depth_type release_all() {
        require_held();
        const depth_type depth = depth_;
        depth_ = 0;
        end();
        return depth;
    }

    /// Blocks until nobody holds it, and takes it `depth` levels deep, of which there must be one
    /// at least. Ordered as by `lock`.
    /// @throws std::system_error resource_deadlock_would_occur: the calling thread holds it
    void reacquire(depth_type depth) {
        const std::uintptr_t self = Sync::this_thread();
        if (is_held_by(self))
            fail(std::errc::resource_deadlock_would_occur, "a recursive mutex was not released");
        mutex_.lock();
        begin(self, depth);
    }

    /// Whether the calling thread holds it.
    [[nodiscard]] bool is_held_by_this_thread() const noexcept {
        return is_held_by(Sync::this_thread());
    }

    /// How many levels the calling thread holds; 0 if another one does.
    [[nodiscard]] depth_type depth() const noexcept {
        return is_held_by_this_thread() ? static_cast<depth_type>(depth_) : 0;
    }

    /// Whether any thread holds it. Unless that is the calling one this is of the past by the time
    /// it is known, and it orders nothing.
    [[nodiscard]] bool is_locked() const noexcept {
        return owner_.load(std::memory_order_relaxed) != nobody;
    }

private:
    static constexpr std::uintptr_t nobody = 0;

    [[noreturn]] static void fail(std::errc what, const char* message) {
        throw std::system_error(std::make_error_code(what), message);
    }

    // Relaxed, there and wherever the owner is stored: a thread finds its own number here only if
    // it stored that itself, and nothing since; what others store it never takes for its own. (The
    // number of a thread that has ended may come again, but with a thread that began after that.)
    [[nodiscard]] bool is_held_by(std::uintptr_t self) const noexcept {
        return owner_.load(std::memory_order_relaxed) == self;
    }

    void require_held() const {
        if (!is_held_by_this_thread())
            fail(std::errc::operation_not_permitted, "a recursive mutex is not this thread's");
    }

    // `take` takes the mutex, or fails to.
    template <class Take>
    [[nodiscard]] bool enter(Take take) noexcept {
        const std::uintptr_t self = Sync::this_thread();
        if (is_held_by(self)) return deepen();
        if (!take()) return false;
        begin(self, 1);
        return true;
    }

    [[nodiscard]] bool deepen() noexcept {
        const depth_type depth = depth_;
        if (depth == max_depth) return false;
        depth_ = depth + 1;
        return true;
    }

    void begin(std::uintptr_t self, depth_type depth) noexcept {
        owner_.store(self, std::memory_order_relaxed);
        depth_ = depth;
    }

    // In this order: once the mutex is free the owner may be another's.
    void end() noexcept {
        owner_.store(nobody, std::memory_order_relaxed);
        mutex_.unlock();
    }

    typename Sync::template atomic<std::uintptr_t> owner_{nobody};
    basic_mutex<Sync> mutex_;
    // Under the mutex.
    typename Sync::template var<depth_type> depth_{0};
};

using recursive_mutex = basic_recursive_mutex<std_sync>;

} // namespace heddle::sync
