// The part of ThreadSanitizer's ABI that performs atomic operations: the compiler has replaced each
// by a call of one of these.
#include "frontend/caller.hpp"
#include "frontend/entry.hpp"
#include "frontend/export.hpp"
#include "frontend/native_atomic.hpp"
#include "frontend/waiter_pool.hpp"
#include "world/world.hpp"

#include <array>
#include <cstddef>

namespace {

using namespace heddle;
using frontend::address_of;
using frontend::caller;
using frontend::in_waiter_pool;
using frontend::native_compare_exchange;
using frontend::native_load;
using frontend::native_update;
using graph::operation_code;

graph::memory_order order_of(int abi) noexcept {
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
world::outcome act(operation_code code, const volatile T* p, int order, T operand,
                   std::uintptr_t pc) {
    return world::perform({.code = code,
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
    return unpack<T>(act<T>(operation_code::load, p, order, 0, pc).seen);
}

template <class T>
void store(volatile T* p, T v, int order, std::uintptr_t pc) {
    if (world::simulating) {
        act(operation_code::store, p, order, v, pc);
    } else {
        native_update(p, [v](T) { return v; });
    }
}

/// Any read-modify-write but compare_exchange; `next` is what `code` stands for.
template <class T, class Next>
T update(operation_code code, volatile T* p, T v, int order, std::uintptr_t pc, Next next) {
    if (world::simulating) return unpack<T>(act(code, p, order, v, pc).seen);
    return native_update(p, [v, next](T seen) { return next(seen, v); });
}

template <class T>
bool compare_exchange(volatile T* p, T& expected, T desired, int order, int failure_order,
                      std::uintptr_t pc) {
    if (!world::simulating) return native_compare_exchange(p, expected, desired);
    const auto result = world::perform({.code = operation_code::compare_exchange,
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
    if (world::simulating && world::spurious_allowed() && world::choose(2, pc) == 1) {
        expected = load(p, failure_order, pc);
        return false;
    }
    return compare_exchange(p, expected, desired, order, failure_order, pc);
}

constexpr auto take_new = [](auto, auto v) { return v; };
constexpr auto add = [](auto seen, auto v) { return seen + v; };
constexpr auto subtract = [](auto seen, auto v) { return seen - v; };
constexpr auto bit_and = [](auto seen, auto v) { return seen & v; };
constexpr auto bit_or = [](auto seen, auto v) { return seen | v; };
constexpr auto bit_xor = [](auto seen, auto v) { return seen ^ v; };
constexpr auto bit_nand = [](auto seen, auto v) { return ~(seen & v); };

} // namespace

// One operation that reads, then all read-modify-writes but compare_exchange, then all operations
// of one width.
#define HEDDLE_READING(type, name, parameters, result)                                             \
    HEDDLE_ENTRY(name);                                                                            \
    HEDDLE_ENTERED(type, name) parameters {                                                        \
        return result;                                                                             \
    }

#define HEDDLE_UPDATE(bits, type, name, code, next)                                                \
    HEDDLE_READING(type, __tsan_atomic##bits##_##name, (volatile type * p, type v, int order),     \
                   update<type>(operation_code::code, p, v, order, caller(), next))

#define HEDDLE_ATOMIC(bits, type)                                                                  \
    HEDDLE_EXPORT void __tsan_atomic##bits##_store(volatile type* p, type v, int order) {          \
        store<type>(p, v, order, caller());                                                        \
    }                                                                                              \
    HEDDLE_READING(type, __tsan_atomic##bits##_load, (const volatile type* p, int order),          \
                   load<type>(p, order, caller()))                                                 \
    HEDDLE_UPDATE(bits, type, exchange, exchange, take_new)                                        \
    HEDDLE_UPDATE(bits, type, fetch_add, fetch_add, add)                                           \
    HEDDLE_UPDATE(bits, type, fetch_sub, fetch_sub, subtract)                                      \
    HEDDLE_UPDATE(bits, type, fetch_and, fetch_and, bit_and)                                       \
    HEDDLE_UPDATE(bits, type, fetch_or, fetch_or, bit_or)                                          \
    HEDDLE_UPDATE(bits, type, fetch_xor, fetch_xor, bit_xor)                                       \
    HEDDLE_UPDATE(bits, type, fetch_nand, fetch_nand, bit_nand)                                    \
    HEDDLE_READING(                                                                                \
        int, __tsan_atomic##bits##_compare_exchange_strong,                                        \
        (volatile type * p, type * expected, type desired, int order, int failure_order),          \
        compare_exchange<type>(p, *expected, desired, order, failure_order, caller()))             \
    HEDDLE_READING(                                                                                \
        int, __tsan_atomic##bits##_compare_exchange_weak,                                          \
        (volatile type * p, type * expected, type desired, int order, int failure_order),          \
        compare_exchange_weak<type>(p, *expected, desired, order, failure_order, caller()))        \
    HEDDLE_READING(                                                                                \
        type, __tsan_atomic##bits##_compare_exchange_val,                                          \
        (volatile type * p, type expected, type desired, int order, int failure_order),            \
        (compare_exchange<type>(p, expected, desired, order, failure_order, caller()), expected))

HEDDLE_ATOMIC(8, std::uint8_t)
HEDDLE_ATOMIC(16, std::uint16_t)
HEDDLE_ATOMIC(32, std::uint32_t)
HEDDLE_ATOMIC(64, std::uint64_t)
HEDDLE_ATOMIC(128, heddle::frontend::wide)

HEDDLE_EXPORT void __tsan_atomic_thread_fence(int order) {
    if (world::simulating) {
        world::perform({.code = operation_code::fence,
                        .order = order_of(order),
                        .pc = caller(),
                        .operand = {},
                        .expected = {}});
    } else {
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
    }
}

// A signal handler sees its own thread's accesses in order, and no simulated thread has one.
HEDDLE_EXPORT void __tsan_atomic_signal_fence(int) {}
