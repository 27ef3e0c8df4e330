// The functions of libatomic, which compilers call for the atomic operations that they have no
// instruction for, or none that they may use: sixteen bytes, and structs. They are called by code
// that was compiled for Heddle, yet are not instrumented themselves. Up to sixteen bytes (whatever
// libatomic would do) they are simulated as the operations they are. Larger objects are copied by
// libatomic itself, under mutexes of its own; these are simulated.
#include "frontend/atomic_access.hpp"
#include "frontend/export.hpp"
#include "frontend/real.hpp"
#include "world/program.hpp"

#include <cstring>

namespace {

using namespace heddle;
using namespace heddle::frontend;
using graph::operation_code;
using graph::value;
using real::function;

constinit const function<void(std::size_t, const void*, void*, int)> real_load{"__atomic_load"};
constinit const function<void(std::size_t, void*, const void*, int)> real_store{"__atomic_store"};
constinit const function<void(std::size_t, void*, const void*, void*, int)> real_exchange{
    "__atomic_exchange"};
constinit const function<bool(std::size_t, void*, void*, const void*, int, int)>
    real_compare_exchange{"__atomic_compare_exchange"};

bool is_simulated(std::size_t size) noexcept {
    return world::simulating && size > 0 && size <= sizeof(value);
}

/// Before libatomic performs an operation itself.
void note_critical_section(int order) {
    if (!world::simulating) return;
    world::note_libatomic(reinterpret_cast<std::uintptr_t>(real_load.get()));
    if (order_of(order) == graph::memory_order::seq_cst) return;
    world::note_left_out(
        "atomic operations of more than 16 bytes are critical sections, as libatomic "
        "has them: what a weaker order than seq_cst allows besides was not explored");
}

/// An argument of its, which its lock does not protect.
void note_argument(const void* p, std::size_t size, bool write, std::uintptr_t pc) {
    if (world::simulating) world::access(address_of(p), size, write, pc);
}

// What is passed by address is the program's own memory, which these functions read and write.

value read_argument(const void* from, std::size_t size, std::uintptr_t pc) {
    world::access(address_of(from), size, false, pc);
    value v{};
    std::memcpy(&v, from, size);
    return v;
}

void write_result(void* to, const value& v, std::size_t size, std::uintptr_t pc) {
    world::access(address_of(to), size, true, pc);
    std::memcpy(to, &v, size);
}

world::outcome act(operation_code code, const void* object, std::size_t size, int order,
                   const value& operand, std::uintptr_t pc) {
    return world::perform_atomic({.code = code,
                                  .order = order_of(order),
                                  .size = static_cast<std::uint8_t>(size),
                                  .address = address_of(object),
                                  .pc = pc,
                                  .operand = operand,
                                  .expected = {}});
}

} // namespace

// The names are those of builtins, which have other types: the symbols are named beside them.
#define HEDDLE_LIBATOMIC(type, name, parameters)                                                   \
    HEDDLE_EXPORT type heddle_atomic_##name parameters __asm__("__atomic_" #name);                 \
    type heddle_atomic_##name parameters

HEDDLE_LIBATOMIC(void, load, (std::size_t size, const void* object, void* result, int order)) {
    if (!is_simulated(size)) {
        note_critical_section(order);
        note_argument(result, size, true, caller());
        return real_load(size, object, result, order);
    }
    const std::uintptr_t pc = caller();
    write_result(result, act(operation_code::load, object, size, order, {}, pc).seen, size, pc);
}

HEDDLE_LIBATOMIC(void, store, (std::size_t size, void* object, const void* desired, int order)) {
    if (!is_simulated(size)) {
        note_critical_section(order);
        note_argument(desired, size, false, caller());
        return real_store(size, object, desired, order);
    }
    const std::uintptr_t pc = caller();
    act(operation_code::store, object, size, order, read_argument(desired, size, pc), pc);
}

HEDDLE_LIBATOMIC(void, exchange,
                 (std::size_t size, void* object, const void* desired, void* result, int order)) {
    if (!is_simulated(size)) {
        note_critical_section(order);
        note_argument(desired, size, false, caller());
        note_argument(result, size, true, caller());
        return real_exchange(size, object, desired, result, order);
    }
    const std::uintptr_t pc = caller();
    const value next = read_argument(desired, size, pc);
    write_result(result, act(operation_code::exchange, object, size, order, next, pc).seen, size,
                 pc);
}

HEDDLE_LIBATOMIC(bool, compare_exchange,
                 (std::size_t size, void* object, void* expected, const void* desired, int order,
                  int failure_order)) {
    if (!is_simulated(size)) {
        note_critical_section(order);
        note_argument(desired, size, false, caller());
        note_argument(expected, size, false, caller());
        return real_compare_exchange(size, object, expected, desired, order, failure_order);
    }
    const std::uintptr_t pc = caller();
    const value next = read_argument(desired, size, pc);
    const auto result = world::perform_atomic({.code = operation_code::compare_exchange,
                                               .order = order_of(order),
                                               .failure_order = order_of(failure_order),
                                               .size = static_cast<std::uint8_t>(size),
                                               .address = address_of(object),
                                               .pc = pc,
                                               .operand = next,
                                               .expected = read_argument(expected, size, pc)});
    if (!result.updated) write_result(expected, result.seen, size, pc);
    return result.updated;
}

// What returns the old value, and what returns the new one.
#define HEDDLE_LIBATOMIC_UPDATE(bytes, type, name, code, next)                                     \
    HEDDLE_LIBATOMIC(type, fetch_##name##_##bytes, (volatile type * p, type v, int order)) {       \
        return update<type>(operation_code::code, p, v, order, caller(), next);                    \
    }                                                                                              \
    HEDDLE_LIBATOMIC(type, name##_fetch_##bytes, (volatile type * p, type v, int order)) {         \
        return static_cast<type>(                                                                  \
            next(update<type>(operation_code::code, p, v, order, caller(), next), v));             \
    }

#define HEDDLE_LIBATOMIC_SIZE(bytes, type)                                                         \
    HEDDLE_LIBATOMIC(type, load_##bytes, (const volatile type* p, int order)) {                    \
        return load<type>(p, order, caller());                                                     \
    }                                                                                              \
    HEDDLE_LIBATOMIC(void, store_##bytes, (volatile type * p, type v, int order)) {                \
        store<type>(p, v, order, caller());                                                        \
    }                                                                                              \
    HEDDLE_LIBATOMIC(type, exchange_##bytes, (volatile type * p, type v, int order)) {             \
        return update<type>(operation_code::exchange, p, v, order, caller(), take_new);            \
    }                                                                                              \
    HEDDLE_LIBATOMIC(                                                                              \
        bool, compare_exchange_##bytes,                                                            \
        (volatile type * p, type * expected, type desired, int order, int failure_order)) {        \
        return compare_exchange<type>(p, *expected, desired, order, failure_order, caller());      \
    }                                                                                              \
    HEDDLE_LIBATOMIC_UPDATE(bytes, type, add, fetch_add, add)                                      \
    HEDDLE_LIBATOMIC_UPDATE(bytes, type, sub, fetch_sub, subtract)                                 \
    HEDDLE_LIBATOMIC_UPDATE(bytes, type, and, fetch_and, bit_and)                                  \
    HEDDLE_LIBATOMIC_UPDATE(bytes, type, or, fetch_or, bit_or)                                     \
    HEDDLE_LIBATOMIC_UPDATE(bytes, type, xor, fetch_xor, bit_xor)                                  \
    HEDDLE_LIBATOMIC_UPDATE(bytes, type, nand, fetch_nand, bit_nand)                               \
    HEDDLE_LIBATOMIC(bool, test_and_set_##bytes, (volatile type * p, int order)) {                 \
        return update<type>(operation_code::exchange, p, 1, order, caller(), take_new) != 0;       \
    }

HEDDLE_LIBATOMIC_SIZE(1, std::uint8_t)
HEDDLE_LIBATOMIC_SIZE(2, std::uint16_t)
HEDDLE_LIBATOMIC_SIZE(4, std::uint32_t)
HEDDLE_LIBATOMIC_SIZE(8, std::uint64_t)
HEDDLE_LIBATOMIC_SIZE(16, wide)
