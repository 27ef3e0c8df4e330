// Atomic operations on memory itself, for the program's code that runs outside executions.
#pragma once

#include <cstdint>

namespace heddle::frontend {

__extension__ typedef unsigned __int128 wide;

/// Puts `desired` where `expected` is; otherwise sets `expected` to what is there.
template <class T>
bool native_compare_exchange(volatile T* p, T& expected, T desired) noexcept {
    return __atomic_compare_exchange_n(p, &expected, desired, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

/// In assembly: the compiler's own way needs -mcx16 or libatomic.
template <>
inline bool native_compare_exchange(volatile wide* p, wide& expected, wide desired) noexcept {
    auto low = static_cast<std::uint64_t>(expected);
    auto high = static_cast<std::uint64_t>(expected >> 64);
    bool exchanged = false;
    __asm__ volatile("lock cmpxchg16b %1"
                     : "=@ccz"(exchanged), "+m"(*p), "+a"(low), "+d"(high)
                     : "b"(static_cast<std::uint64_t>(desired)),
                       "c"(static_cast<std::uint64_t>(desired >> 64))
                     : "memory");
    expected = static_cast<wide>(high) << 64 | low;
    return exchanged;
}

template <class T>
T native_load(const volatile T* p) noexcept {
    if constexpr (sizeof(T) <= 8) {
        return __atomic_load_n(p, __ATOMIC_SEQ_CST);
    } else {
        T seen = 0;
        native_compare_exchange(const_cast<volatile T*>(p), seen, seen);
        return seen;
    }
}

/// Replaces what is there by `next(it)`; returns what was there.
template <class T, class Next>
T native_update(volatile T* p, Next next) noexcept {
    T seen = native_load(p);
    while (!native_compare_exchange(p, seen, static_cast<T>(next(seen)))) {
    }
    return seen;
}

} // namespace heddle::frontend
