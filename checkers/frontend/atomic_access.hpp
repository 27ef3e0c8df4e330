// Atomic operations as compilers ask for them: in executions simulated, outside performed natively.
#pragma once

#include "frontend/caller.hpp"
#include "frontend/native_atomic.hpp"
#include "frontend/waiter_pool.hpp"
#include "world/world.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace heddle::frontend {

/// A memory order as the compilers number them.
inline graph::memory_order order_of(int abi) noexcept {
    using enum graph::memory_order;
    // relaxed, consume, acquire, release, acq_rel, seq_cst; consume is acquire, as compilers have
    // it
    constexpr std::array orders{relaxed, acquire, acquire, release,
                                acq_rel, seq_cst, seq_cst, seq_cst};
    // Higher bits hold hints about lock elision.
    return orders[static_cast<std::size_t>(abi) & 7];
}

template <class T>
graph::value pack(T v) noexcept {
    if constexpr (sizeof(T) <= 8) {
        return {v, 0};
    } else {
        return {static_cast<std::uint64_t>(v), static_cast<std::uint64_t>(v >> 64)};
    }
}

template <class T>
T unpack(const graph::value& v) noexcept {
    if constexpr (sizeof(T) <= 8) {
        return static_cast<T>(v.low);
    } else {
        return static_cast<T>(v.high) << 64 | v.low;
    }
}

template <class T>
world::outcome act(graph::operation_code code, const volatile T* p, int order, T operand,
                   std::uintptr_t pc) {
    return world::perform_atomic({.code = code,
                                  .order = order_of(order),
                                  .size = sizeof(T),
                                  .address = address_of(p),
                                  .pc = pc,
                                  .operand = pack(operand),
                                  .expected = {}});
}

template <class T>
T load(const volatile T* p, int order, std::uintptr_t pc) {
    if (!world::simulating) return native_load(p);
    if constexpr (sizeof(T) == sizeof(int)) {
        if (order_of(order) == graph::memory_order::seq_cst && in_waiter_pool(address_of(p))) {
            world::full_barrier(pc);
        }
    }
    return unpack<T>(act<T>(graph::operation_code::load, p, order, 0, pc).seen);
}

template <class T>
void store(volatile T* p, T v, int order, std::uintptr_t pc) {
    if (world::simulating) {
        act(graph::operation_code::store, p, order, v, pc);
    } else {
        native_update(p, [v](T) { return v; });
    }
}

/// Any read-modify-write but compare_exchange; `next` is what `code` stands for.
template <class T, class Next>
T update(graph::operation_code code, volatile T* p, T v, int order, std::uintptr_t pc, Next next) {
    if (world::simulating) return unpack<T>(act(code, p, order, v, pc).seen);
    return native_update(p, [v, next](T seen) { return next(seen, v); });
}

template <class T>
bool compare_exchange(volatile T* p, T& expected, T desired, int order, int failure_order,
                      std::uintptr_t pc) {
    if (!world::simulating) return native_compare_exchange(p, expected, desired);
    const auto result = world::perform_atomic({.code = graph::operation_code::compare_exchange,
                                               .order = order_of(order),
                                               .failure_order = order_of(failure_order),
                                               .size = sizeof(T),
                                               .address = address_of(p),
                                               .pc = pc,
                                               .operand = pack(desired),
                                               .expected = pack(expected)});
    if (!result.updated) expected = unpack<T>(result.seen);
    return result.updated;
}

template <class T>
bool compare_exchange_weak(volatile T* p, T& expected, T desired, int order, int failure_order,
                           std::uintptr_t pc) {
    if (world::simulating && world::fails_spuriously(pc)) {
        expected = load(p, failure_order, pc);
        return false;
    }
    return compare_exchange(p, expected, desired, order, failure_order, pc);
}

inline constexpr auto take_new = [](auto, auto v) { return v; };
inline constexpr auto add = [](auto seen, auto v) { return seen + v; };
inline constexpr auto subtract = [](auto seen, auto v) { return seen - v; };
inline constexpr auto bit_and = [](auto seen, auto v) { return seen & v; };
inline constexpr auto bit_or = [](auto seen, auto v) { return seen | v; };
inline constexpr auto bit_xor = [](auto seen, auto v) { return seen ^ v; };
inline constexpr auto bit_nand = [](auto seen, auto v) { return ~(seen & v); };

} // namespace heddle::frontend
