// Locking and unlocking of simulated mutexes, for the functions that do so on the way.
#pragma once

#include <pthread.h>

#include <cstddef>
#include <cstdint>

namespace heddle::frontend {

/// pthread_mutex_lock and pthread_mutex_unlock of a simulated thread, with what these return.
int lock_mutex(pthread_mutex_t* mutex, std::uintptr_t pc);
int unlock_mutex(pthread_mutex_t* mutex, std::uintptr_t pc);

/// The robust mutexes that the current thread holds are free from here on, and whoever gets one
/// next is told (EOWNERDEAD): at a thread's end.
void abandon_mutexes();

/// The program has copied memory. A mutex that somebody holds is not free in the copy, whose memory
/// says so from here on: to use that is a bug.
void mark_copied_mutexes(const void* to, const void* from, std::size_t size);

[[nodiscard]] bool is_held_by_self(const pthread_mutex_t* mutex);

} // namespace heddle::frontend
