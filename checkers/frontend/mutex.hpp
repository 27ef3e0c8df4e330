// Locking and unlocking of simulated mutexes, for the functions that do so on the way.
#pragma once

#include <pthread.h>

#include <cstdint>

namespace heddle::frontend {

/// pthread_mutex_lock and pthread_mutex_unlock of a simulated thread, with what these return.
int lock_mutex(pthread_mutex_t* mutex, std::uintptr_t pc);
int unlock_mutex(pthread_mutex_t* mutex, std::uintptr_t pc);

/// The robust mutexes that the current thread holds are free from here on, and whoever gets one
/// next is told (EOWNERDEAD): at a thread's end.
void abandon_mutexes();

[[nodiscard]] bool is_held_by_self(const pthread_mutex_t* mutex);

} // namespace heddle::frontend
