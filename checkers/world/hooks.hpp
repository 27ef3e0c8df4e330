// What the layers above ask to be told.
#pragma once

#include <cstddef>

namespace heddle::world {

/// Memory of the layers above that belongs to an execution: they make it what it is at the start in
/// `before_execution`, and checkpoints hold it.
void keep_in_checkpoints(void* begin, std::size_t size);

/// Called before each execution, outside simulation.
extern void (*before_execution)();

/// Memory of the layers above that keeps those of the program's blocks alive that it points to.
void keep_alive_from(void* begin, std::size_t size);

/// Called when a thread other than the main one begins, on that thread.
extern void (*at_thread_begin)();

/// Called when a thread comes to its end, after the destructors of its thread_locals, on that
/// thread, which is still simulated.
extern void (*at_thread_end)();

/// Called when main has returned with this status, which is `exit` and no end of a thread, after
/// the destructors of its thread_locals, on the main thread, which is still simulated.
extern void (*after_main)(int status);

} // namespace heddle::world
