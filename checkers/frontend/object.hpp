// One operation on the state of a synchronization object of the program's.
#pragma once

#include "frontend/caller.hpp"
#include "world/world.hpp"

namespace heddle::frontend {

/// `size` bytes of the object's memory stand for it.
inline world::outcome act_on(const volatile void* object, std::uint8_t size,
                             graph::operation_code code, graph::memory_order order,
                             std::uintptr_t pc, graph::value operand = {}) {
    return world::perform({.code = code,
                           .order = order,
                           .size = size,
                           .address = address_of(object),
                           .pc = pc,
                           .operand = operand,
                           .expected = {}});
}

/// The same for an operation that may have to wait: returns when it has taken place.
inline world::outcome act_when_possible(const volatile void* object, std::uint8_t size,
                                        graph::operation_code code, graph::memory_order order,
                                        std::uintptr_t pc, graph::value operand = {}) {
    for (;;) {
        const world::outcome result = act_on(object, size, code, order, pc, operand);
        if (!result.blocked) return result;
    }
}

} // namespace heddle::frontend
