// Simulated threads are fibers on one OS thread (Boost.Context). Each has thread-local storage of
// its own: see thread_storage.hpp.
#pragma once

#include "world/thread_storage.hpp"

#include <pthread.h>

#include <cstddef>
#include <cstdint>

namespace heddle::world {

struct fiber {
    void* context = nullptr;
    std::uintptr_t thread_pointer = 0;
    runtime_storage kept;         // while another fiber runs
    std::uintptr_t stack_low = 0; // first byte above the guard page
    std::uintptr_t stack_high = 0;
    std::uintptr_t deepest = 0; // how far down it has been seen in use
    pthread_t handle{};
};

/// Reserves a stack with a guard page below it.
void give_stack(fiber& f);
/// Gives the fiber the thread-local storage of a new parked thread.
void give_thread_storage(fiber& f);
/// The storage of the calling thread.
void take_own_storage(fiber& f);
/// Makes the fiber start at `entry` when it is next switched to, on a stack that holds nothing of
/// the last execution: what a frame leaves uninitialized is the same in every execution.
void prepare(fiber& f, void (*entry)());
/// Runs `to` until something switches back to `from`, the running fiber.
void switch_fiber(fiber& from, fiber& to);

} // namespace heddle::world
