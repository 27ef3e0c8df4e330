// Which programs checkpoints can serve: those that keep no state that a checkpoint does not hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace heddle::world {

/// Whether checkpoints do not hold the page of memory with this number (its address / 4096).
[[nodiscard]] bool is_missed_by_checkpoints(std::uintptr_t page) noexcept;

/// The name of a library function or variable that the program uses and that may keep state
/// elsewhere: a file's position, a generator's seed, memory of the library's own. Empty if there is
/// none. Which do not is a list: another name counts as one that does, and so do functions that
/// call the program back while they hold memory of their own (qsort).
[[nodiscard]] std::string unrestorable_import();

/// Whether the program imports a name for which this is true.
[[nodiscard]] bool imports_any(bool (*is_wanted)(std::string_view name));

} // namespace heddle::world
