// What the benchmark's programs are made of, for Relacy: its atomics and locks, under the C++
// library's signatures. The same names as in checked/platform.hpp.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <type_traits>

// Last: Relacy makes macros of `new`, `assert` and the memory orders.
// clang-format off
#include <relacy/relacy.hpp>
// clang-format on

#undef new
#undef delete
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef assert
#undef errno
#undef memory_order_relaxed
#undef memory_order_consume
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef memory_order_seq_cst

namespace heddle::bench::platform {

constexpr rl::memory_order to_relacy(std::memory_order order) {
    switch (order) {
    case std::memory_order_relaxed: return rl::mo_relaxed;
    case std::memory_order_consume: return rl::mo_consume;
    case std::memory_order_acquire: return rl::mo_acquire;
    case std::memory_order_release: return rl::mo_release;
    case std::memory_order_acq_rel: return rl::mo_acq_rel;
    case std::memory_order_seq_cst: break;
    }
    return rl::mo_seq_cst;
}

template <class T>
class atomic {
public:
    atomic() : object_{T{}} {}

    atomic(T value) : object_{value} {}

    T load(std::memory_order order) const { return object_.load(to_relacy(order), RL_INFO); }

    void store(T value, std::memory_order order) {
        object_.store(value, to_relacy(order), RL_INFO);
    }

    T exchange(T value, std::memory_order order) {
        return object_(RL_INFO).exchange(value, to_relacy(order));
    }

    T fetch_add(T value, std::memory_order order) {
        return object_(RL_INFO).fetch_add(value, to_relacy(order));
    }

    bool compare_exchange_strong(T& expected, T value, std::memory_order success,
                                 std::memory_order failure) {
        return object_(RL_INFO).compare_exchange_strong(expected, value, to_relacy(success),
                                                        to_relacy(failure));
    }

    bool compare_exchange_strong(T& expected, T value, std::memory_order order) {
        return object_(RL_INFO).compare_exchange_strong(expected, value, to_relacy(order));
    }

private:
    rl::atomic<T> object_;
};

template <class T>
class plain {
public:
    plain() : object_{T{}} {}

    plain(T value) : object_{value} {}

    operator T() const { return object_(RL_INFO).load(); }

    plain& operator=(T value) {
        object_(RL_INFO).store(value);
        return *this;
    }

    plain& operator++() { return *this = static_cast<T>(*this) + 1; }

private:
    rl::var<T> object_;
};

class mutex {
public:
    void lock() { object_.lock(RL_INFO); }

    void unlock() { object_.unlock(RL_INFO); }

private:
    friend class condition_variable;
    rl::mutex object_;
};

class condition_variable {
public:
    void wait(std::unique_lock<mutex>& lock) { object_.wait(lock.mutex()->object_, RL_INFO); }

    template <class Condition>
    void wait(std::unique_lock<mutex>& lock, Condition condition) {
        while (!condition()) {
            wait(lock);
        }
    }

    void notify_one() { object_.notify_one(RL_INFO); }

    void notify_all() { object_.notify_all(RL_INFO); }

private:
    rl::condition_variable object_;
};

inline void fence(std::memory_order order) {
    rl::atomic_thread_fence(to_relacy(order), RL_INFO);
}

/// Relacy's scheduler lets the other threads go on; without this its search has no end.
inline void spin() {
    rl::yield(1, RL_INFO);
}

inline void check(bool holds) {
    RL_ASSERT(holds);
}

} // namespace heddle::bench::platform
