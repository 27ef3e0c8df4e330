// What the world keeps for the front end about threads and synchronization objects, per execution.
#pragma once

#include <pthread.h>

#include <cstdint>

namespace heddle::world {

/// Who holds the mutex at an address: 0 when free, else the thread + 1. Kept by the front end (set
/// after a lock, cleared before an unlock); every entry is 0 again when an execution starts.
std::uint32_t& owner_of(std::uintptr_t mutex);

/// The handle that create_thread returned for the current thread (the main thread has one too).
[[nodiscard]] pthread_t current_handle() noexcept;

} // namespace heddle::world
