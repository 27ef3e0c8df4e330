#pragma once

#include "models/faults/operand.hpp"

#include <atomic>
#include <cstdint>

namespace heddle::models {

/// `Base`, an atomic, whose read-modify-writes are a load and a store: another thread's store may
/// come between.
template <class Base, class T>
class torn_atomic : public Base {
    using order = std::memory_order;

public:
    using Base::Base;

    T exchange(T value, order = order::seq_cst) noexcept {
        return replace([&](T) { return value; });
    }

    T fetch_add(operand_of<T> by, order = order::seq_cst) noexcept {
        return replace([&](T before) { return static_cast<T>(before + by); });
    }

    T fetch_sub(operand_of<T> by, order = order::seq_cst) noexcept {
        return replace([&](T before) { return static_cast<T>(before - by); });
    }

    T fetch_and(T value, order = order::seq_cst) noexcept {
        return replace([&](T before) { return static_cast<T>(before & value); });
    }

    T fetch_or(T value, order = order::seq_cst) noexcept {
        return replace([&](T before) { return static_cast<T>(before | value); });
    }

    bool compare_exchange_strong(T& expected, T desired, order = order::seq_cst,
                                 order = order::seq_cst) noexcept {
        const T before = this->load();
        const bool same = before == expected;
        if (same) this->store(desired);
        expected = before;
        return same;
    }

    bool compare_exchange_weak(T& expected, T desired, order = order::seq_cst,
                               order = order::seq_cst) noexcept {
        return compare_exchange_strong(expected, desired);
    }

private:
    template <class Change>
    T replace(Change change) noexcept {
        const T before = this->load();
        this->store(change(before));
        return before;
    }
};

/// A fault: no read-modify-write is atomic. Every order is seq_cst, so that nothing else is wrong.
template <class Sync>
struct torn : Sync {
    template <class T>
    using atomic = torn_atomic<typename Sync::template atomic<T>, T>;
    using word = atomic<std::uint32_t>;
};

} // namespace heddle::models
