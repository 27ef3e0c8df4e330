// What the layers above ask to be told.
#pragma once

namespace heddle::world {

/// Called before each execution, outside simulation.
extern void (*before_execution)();

} // namespace heddle::world
