// The runtime's own file descriptors, in the program's process.
#pragma once

#include <span>

namespace heddle::world {

/// Gives the runtime this one, by a high number, which it returns: the program's own descriptors
/// get the numbers that they always get. Nothing happens to -1.
int make_own(int descriptor);

/// Closes one of the runtime's own.
void close_own(int descriptor);

/// The runtime's, by the number that it has.
void note_own(int descriptor);

/// For a program that closes whatever there is: these it must not.
[[nodiscard]] bool is_own(int descriptor) noexcept;

/// All of them, in ascending order.
[[nodiscard]] std::span<const int> own_descriptors() noexcept;

} // namespace heddle::world
