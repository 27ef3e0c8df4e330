// The part of ThreadSanitizer's ABI that performs atomic operations: the compiler has replaced each
// by a call of one of these.
#include "frontend/atomic_access.hpp"
#include "frontend/entry.hpp"
#include "frontend/export.hpp"

using namespace heddle;
using namespace heddle::frontend;
using graph::operation_code;

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
HEDDLE_ATOMIC(128, wide)

HEDDLE_EXPORT void __tsan_atomic_thread_fence(int order) {
    if (world::simulating) {
        world::perform_atomic({.code = operation_code::fence,
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
