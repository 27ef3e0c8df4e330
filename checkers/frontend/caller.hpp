// The return address of the interposed function that a call of `caller` is inlined into.
#pragma once

#include <cstdint>

namespace heddle::frontend {

[[gnu::always_inline]] inline std::uintptr_t caller() noexcept {
    return reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
}

template <class T>
[[nodiscard]] inline std::uintptr_t address_of(T* p) noexcept {
    return reinterpret_cast<std::uintptr_t>(p);
}

} // namespace heddle::frontend
