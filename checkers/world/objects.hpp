// What the world keeps for the front end about threads and synchronization objects, per execution.
#pragma once

#include <pthread.h>

#include <cstdint>

namespace heddle::world {

/// Who holds the mutex at an address: 0 when free, else the thread + 1 (in the bits of
/// `owner_mask`; the rest is the front end's). Kept by the front end (set after a lock, cleared
/// before an unlock); every entry is 0 again when an execution starts. Valid until the next call.
std::uint32_t& owner_of(std::uintptr_t mutex);

inline constexpr std::uint32_t owner_mask = 0x7fff'ffff;

/// A mutex that the current thread holds and that is `wanted`, or 0.
[[nodiscard]] std::uintptr_t find_held(bool (*wanted)(std::uintptr_t mutex));

/// The state of the current thread's random number generator, which its creator's seeded.
[[nodiscard]] std::uint64_t& random_state() noexcept;

/// Where the queue of a futex is said to be: an address that no object has, and the way back.
inline constexpr std::uintptr_t futex_queue_bit = std::uintptr_t{1} << 62u;

[[nodiscard]] constexpr std::uintptr_t futex_queue_of(std::uintptr_t word) noexcept {
    return word | futex_queue_bit;
}

[[nodiscard]] constexpr std::uintptr_t memory_of(std::uintptr_t object) noexcept {
    return object & ~futex_queue_bit;
}

/// The handle that create_thread returned for the current thread (the main thread has one too).
[[nodiscard]] pthread_t current_handle() noexcept;

} // namespace heddle::world
