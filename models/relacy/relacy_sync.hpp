#pragma once

/// The policy of the primitives made of Relacy's types. What a wait does is what a futex does: the
/// comparison and the falling asleep are one step, and neither orders anything.

#include "models/relacy/relacy.hpp"
#include "models/relacy/sleepers.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace heddle::models {

namespace detail {

/// Where an operation is called; std::source_location is not known to every compiler that we serve.
struct call_site {
    const char* function;
    const char* file;
    unsigned line;

    static constexpr call_site current(const char* function = __builtin_FUNCTION(),
                                       const char* file = __builtin_FILE(),
                                       unsigned line = __builtin_LINE()) noexcept {
        return {function, file, line};
    }
};

inline rl::debug_info info_of(const call_site& where) {
    return {where.function, where.file, where.line};
}

inline rl::memory_order order_of(std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed: return rl::mo_relaxed;
    case std::memory_order_consume: return rl::mo_consume;
    case std::memory_order_acquire: return rl::mo_acquire;
    case std::memory_order_release: return rl::mo_release;
    case std::memory_order_acq_rel: return rl::mo_acq_rel;
    default: return rl::mo_seq_cst;
    }
}

/// [atomics.types.operations]: the order of a failure, where only that of success is given.
inline std::memory_order on_failure(std::memory_order order) {
    if (order == std::memory_order_acq_rel) return std::memory_order_acquire;
    if (order == std::memory_order_release) return std::memory_order_relaxed;
    return order;
}

/// Relacy is of C++11's mind: no failure can be ordered more strongly than the success. Where one
/// is, both are as strong.
inline std::memory_order on_success(std::memory_order success, std::memory_order failure) {
    if (failure == std::memory_order_relaxed || success == std::memory_order_seq_cst)
        return success;
    if (failure == std::memory_order_seq_cst) return failure;
    if (success == std::memory_order_release) return std::memory_order_acq_rel;
    return success == std::memory_order_acq_rel ? success : failure;
}

} // namespace detail

/// std::atomic's interface on Relacy's atomic.
template <class T>
class relacy_atomic {
    using place = detail::call_site;

public:
    relacy_atomic() : relacy_atomic(T{}) {}

    relacy_atomic(T value) : value_(value) {} // NOLINT: as std::atomic

    relacy_atomic(const relacy_atomic&) = delete;
    relacy_atomic& operator=(const relacy_atomic&) = delete;

    [[nodiscard]] T load(std::memory_order order = std::memory_order_seq_cst,
                         place where = place::current()) const {
        return value_.load(detail::order_of(order), detail::info_of(where));
    }

    void store(T value, std::memory_order order = std::memory_order_seq_cst,
               place where = place::current()) {
        value_.store(value, detail::order_of(order), detail::info_of(where));
    }

    T exchange(T value, std::memory_order order = std::memory_order_seq_cst,
               place where = place::current()) {
        return modify<rl::rmw_type_swap>(value, order, where);
    }

    template <class Operand>
    T fetch_add(Operand value, std::memory_order order = std::memory_order_seq_cst,
                place where = place::current()) {
        return modify<rl::rmw_type_add>(value, order, where);
    }

    template <class Operand>
    T fetch_sub(Operand value, std::memory_order order = std::memory_order_seq_cst,
                place where = place::current()) {
        return modify<rl::rmw_type_sub>(value, order, where);
    }

    T fetch_and(T value, std::memory_order order = std::memory_order_seq_cst,
                place where = place::current()) {
        return modify<rl::rmw_type_and>(value, order, where);
    }

    T fetch_or(T value, std::memory_order order = std::memory_order_seq_cst,
               place where = place::current()) {
        return modify<rl::rmw_type_or>(value, order, where);
    }

    bool compare_exchange_strong(T& expected, T desired, std::memory_order success,
                                 std::memory_order failure, place where = place::current()) {
        return value_.compare_exchange(rl::bool_t<false>(), expected, desired,
                                       detail::order_of(detail::on_success(success, failure)),
                                       detail::order_of(failure), detail::info_of(where));
    }

    bool compare_exchange_weak(T& expected, T desired, std::memory_order success,
                               std::memory_order failure, place where = place::current()) {
        return value_.compare_exchange(rl::bool_t<true>(), expected, desired,
                                       detail::order_of(detail::on_success(success, failure)),
                                       detail::order_of(failure), detail::info_of(where));
    }

    bool compare_exchange_strong(T& expected, T desired,
                                 std::memory_order order = std::memory_order_seq_cst,
                                 place where = place::current()) {
        return compare_exchange_strong(expected, desired, order, detail::on_failure(order), where);
    }

    bool compare_exchange_weak(T& expected, T desired,
                               std::memory_order order = std::memory_order_seq_cst,
                               place where = place::current()) {
        return compare_exchange_weak(expected, desired, order, detail::on_failure(order), where);
    }

private:
    friend struct relacy_sync;

    template <rl::rmw_type_e Kind, class Operand>
    T modify(Operand value, std::memory_order order, const place& where) {
        return value_.rmw(rl::rmw_type_t<Kind>(), value, detail::order_of(order),
                          detail::info_of(where));
    }

    // With a value: an atomic without one is uninitialized to Relacy, and reading it an error.
    rl::atomic<T> value_;
};

/// A scalar that threads share without being atomic: Relacy looks for races on it.
template <class T>
class relacy_var {
public:
    relacy_var() : value_(T{}) {}

    relacy_var(T value) : value_(value) {} // NOLINT: stands for a T

    relacy_var(const relacy_var& other) : value_(static_cast<T>(other)) {}

    relacy_var& operator=(const relacy_var& other) { return *this = static_cast<T>(other); }

    relacy_var& operator=(T value) {
        value_($) = value;
        return *this;
    }

    operator T() const { return value_($); } // NOLINT: stands for a T

    T operator->() const { return *this; }

    template <class Operand>
    relacy_var& operator+=(Operand by) {
        return *this = static_cast<T>(static_cast<T>(*this) + by);
    }

    template <class Operand>
    relacy_var& operator-=(Operand by) {
        return *this = static_cast<T>(static_cast<T>(*this) - by);
    }

    relacy_var& operator++() {
        T value = *this;
        return *this = ++value;
    }

    relacy_var& operator--() {
        T value = *this;
        return *this = --value;
    }

    T operator++(int) {
        const T before = *this;
        ++*this;
        return before;
    }

    T operator--(int) {
        const T before = *this;
        --*this;
        return before;
    }

private:
    rl::var<T> value_;
};

/// *Lockable*: a lock of Relacy's own.
class relacy_mutex {
    using place = detail::call_site;

public:
    void lock(place where = place::current()) { mutex_.lock(detail::info_of(where)); }

    [[nodiscard]] bool try_lock(place where = place::current()) {
        return mutex_.try_lock(detail::info_of(where));
    }

    void unlock(place where = place::current()) { mutex_.unlock(detail::info_of(where)); }

private:
    rl::mutex mutex_;
};

struct relacy_sync {
    template <class T>
    using atomic = relacy_atomic<T>;
    template <class T>
    using var = relacy_var<T>;
    using word = relacy_atomic<std::uint32_t>;
    using mutex = relacy_mutex;
    using clock = std::chrono::steady_clock; // only for its types: there is no time

    class backoff {
    public:
        static bool pause() { return false; }

        static void wait() { rl::yield(1, $); }
    };

    static void wait(const word& object, std::uint32_t old) { sleep(object, old, false); }

    static bool wait_until(const word& object, std::uint32_t old, clock::time_point) {
        return sleep(object, old, true);
    }

    static void notify_one(word& object) { notify(object, 1); }

    static void notify(word& object, std::uint32_t count) {
        rl::context& c = rl::ctx();
        c.sched();
        detail::sleepers::group& group = detail::asleep.of(&object);
        while (count-- > 0 && group.unpark_one(c, $)) {
        }
    }

    static void notify_all(word& object) {
        rl::context& c = rl::ctx();
        c.sched();
        detail::asleep.of(&object).unpark_all(c, $);
    }

    static void fence(std::memory_order order) {
        if (order != std::memory_order_relaxed) rl::atomic_thread_fence(detail::order_of(order), $);
    }

    static std::uintptr_t this_thread() { return rl::thread_index() + 1; }

    /// A number that the environment chooses, from 0 to `alternatives` - 1.
    static unsigned choose(unsigned alternatives) { return rl::rand(alternatives); }

    static void check(bool condition, const char* message, const char* file = __builtin_FILE(),
                      unsigned line = __builtin_LINE()) {
        if (!condition)
            rl::ctx().fail_test(message, rl::test_result_user_assert_failed,
                                rl::debug_info("check", file, line));
    }

private:
    static bool sleep(const word& object, std::uint32_t old, bool is_timed) {
        rl::context& c = rl::ctx();
        c.sched();
        // The newest value, as the kernel sees it; nothing is scheduled between this and parking.
        if (object.value_.debug_value() != old) {
            // As the thread has looked at it, it finds no older value afterwards.
            const_cast<word&>(object).fetch_add(0U, std::memory_order_relaxed);
            return true;
        }
        // Relacy takes a sleeper that may wake by itself for one that will: it would see no
        // deadlock.
        constexpr bool may_wake_spuriously = false;
        detail::sleepers::group& group = detail::asleep.of(&object);
        return group.park_current(c, is_timed, may_wake_spuriously, false, $) !=
               rl::unpark_reason_timeout;
    }
};

} // namespace heddle::models
