// Pipes and eventfds: channels of the kernel's through which threads talk to each other. Those that
// the program makes in an execution are simulated, and never the kernel's.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace heddle::frontend {

/// Whether the number is that of a pipe's end or of an eventfd that the running execution has made
/// (and perhaps closed).
[[nodiscard]] bool is_channel(int descriptor) noexcept;

/// Whether the running execution has made any.
[[nodiscard]] bool has_channels() noexcept;

/// pipe2 and eventfd of a simulated thread.
int make_pipe(int* ends, int flags, std::uintptr_t pc);
int make_event_count(unsigned count, int flags);

/// read, write, close and fcntl of what is_channel says yes to.
ssize_t read_channel(int descriptor, void* to, std::size_t size, std::uintptr_t pc);
ssize_t write_channel(int descriptor, const void* from, std::size_t size, std::uintptr_t pc);
int close_channel(int descriptor, std::uintptr_t pc);
int control_channel(int descriptor, int command, long argument);

} // namespace heddle::frontend
