// Work of the runtime's that needs much stack and comes up in the middle of a simulated thread. On
// that thread's stack it would leave words behind (clear_stack.hpp), or there might be no room.
#pragma once

namespace heddle::world {

/// Calls the function on a stack of its own. Not from such a function.
void run_aside(void (*function)(void*), void* argument);

} // namespace heddle::world
