#pragma once

#include "models/faults/operand.hpp"

#include <atomic>
#include <cstdint>

namespace heddle::models {

/// What an order is taken for.
using weakening = std::memory_order (*)(std::memory_order);

/// No operation acquires: what another thread published may be seen in part.
constexpr std::memory_order without_acquire(std::memory_order order) {
    switch (order) {
    case std::memory_order_acquire: return std::memory_order_relaxed;
    case std::memory_order_acq_rel:
    case std::memory_order_seq_cst: return std::memory_order_release;
    default: return order;
    }
}

/// No operation releases: what this thread did may be seen after what says that it was done.
constexpr std::memory_order without_release(std::memory_order order) {
    switch (order) {
    case std::memory_order_release: return std::memory_order_relaxed;
    case std::memory_order_acq_rel:
    case std::memory_order_seq_cst: return std::memory_order_acquire;
    default: return order;
    }
}

/// There is no single order of the operations that ask for one.
constexpr std::memory_order without_seq_cst(std::memory_order order) {
    return order == std::memory_order_seq_cst ? std::memory_order_acq_rel : order;
}

namespace detail {

// A load cannot release, a store cannot acquire [atomics.types.operations].
constexpr std::memory_order as_load(std::memory_order order) {
    if (order == std::memory_order_release) return std::memory_order_relaxed;
    return order == std::memory_order_acq_rel ? std::memory_order_acquire : order;
}

constexpr std::memory_order as_store(std::memory_order order) {
    if (order == std::memory_order_acquire) return std::memory_order_relaxed;
    return order == std::memory_order_acq_rel ? std::memory_order_release : order;
}

} // namespace detail

/// `Base`, an atomic, with orders weaker than were asked for.
template <class Base, class T, weakening Weaken>
class weakened_atomic : public Base {
    using order = std::memory_order;

public:
    using Base::Base;

    [[nodiscard]] T load(order o = order::seq_cst) const noexcept {
        return Base::load(detail::as_load(Weaken(o)));
    }

    void store(T value, order o = order::seq_cst) noexcept {
        Base::store(value, detail::as_store(Weaken(o)));
    }

    T exchange(T value, order o = order::seq_cst) noexcept {
        return Base::exchange(value, Weaken(o));
    }

    T fetch_add(operand_of<T> by, order o = order::seq_cst) noexcept {
        return Base::fetch_add(by, Weaken(o));
    }

    T fetch_sub(operand_of<T> by, order o = order::seq_cst) noexcept {
        return Base::fetch_sub(by, Weaken(o));
    }

    T fetch_and(T value, order o = order::seq_cst) noexcept {
        return Base::fetch_and(value, Weaken(o));
    }

    T fetch_or(T value, order o = order::seq_cst) noexcept {
        return Base::fetch_or(value, Weaken(o));
    }

    bool compare_exchange_strong(T& expected, T desired, order success, order failure) noexcept {
        return Base::compare_exchange_strong(expected, desired, Weaken(success),
                                             detail::as_load(Weaken(failure)));
    }

    bool compare_exchange_weak(T& expected, T desired, order success, order failure) noexcept {
        return Base::compare_exchange_weak(expected, desired, Weaken(success),
                                           detail::as_load(Weaken(failure)));
    }

    bool compare_exchange_strong(T& expected, T desired, order o = order::seq_cst) noexcept {
        return compare_exchange_strong(expected, desired, o, detail::as_load(o));
    }

    bool compare_exchange_weak(T& expected, T desired, order o = order::seq_cst) noexcept {
        return compare_exchange_weak(expected, desired, o, detail::as_load(o));
    }
};

/// A fault: every order of every atomic is weakened.
template <class Sync, weakening Weaken>
struct weakened : Sync {
    template <class T>
    using atomic = weakened_atomic<typename Sync::template atomic<T>, T, Weaken>;
    using word = atomic<std::uint32_t>;

    static void fence(std::memory_order order) { Sync::fence(Weaken(order)); }
};

template <class Sync>
using unacquired = weakened<Sync, without_acquire>;
template <class Sync>
using unreleased = weakened<Sync, without_release>;
template <class Sync>
using unordered = weakened<Sync, without_seq_cst>;

} // namespace heddle::models
