// Thread-local storage of the simulated threads, which all run on one OS thread.
//
// If the program has thread_local variables of its own, each simulated thread needs its own copy at
// its own address. It has that of a real, parked thread, whose thread pointer is installed when it
// runs. Without FSGSBASE that takes a system call, which is why a program without such variables
// does it otherwise: all its threads share one copy, and the little that the C and C++ runtimes
// keep there (errno, the exceptions being handled, what std::call_once is about to call) is
// exchanged.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace heddle::world {

/// What the C and C++ runtimes keep for one thread.
struct runtime_storage {
    std::array<std::byte, 64> cxx{};
    int error = 0;
};

/// Finds out which of the two ways this program needs. Call it on the thread that will run the
/// simulated ones, once, when all modules are loaded.
void choose_thread_storage();

/// Whether each simulated thread has a copy of its own of everything: then fibers keep none of it.
[[nodiscard]] bool has_separate_storage() noexcept;

/// Whether an address belongs to a copy that threads share although each has its own by rights: no
/// two threads' accesses to it can race.
[[nodiscard]] bool is_private_to_threads(std::uintptr_t address) noexcept;

/// Makes the running simulated thread's storage another's.
void switch_thread_storage(runtime_storage& from, const runtime_storage& to,
                           std::uintptr_t to_pointer);

} // namespace heddle::world
