// The return address of the interposed function that a call of `caller` is inlined into.
#pragma once

#include "world/program.hpp"
#include "world/world.hpp"

#include <cstdint>

namespace heddle::frontend {

[[gnu::always_inline]] inline std::uintptr_t caller() noexcept {
    return reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
}

/// Whether a call is the program's own, made in an execution.
[[gnu::always_inline]] inline bool is_simulated_call() noexcept {
    return world::simulating && !world::is_unwinder_code(caller());
}

template <class T>
[[nodiscard]] inline std::uintptr_t address_of(T* p) noexcept {
    return reinterpret_cast<std::uintptr_t>(p);
}

} // namespace heddle::frontend
