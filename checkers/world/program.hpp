// What the world knows about the program's image: which code and which memory are the program's
// own.
#pragma once

#include "world/byte_buffer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace heddle::world {

struct memory_range {
    std::uintptr_t begin, end;
};

/// Whether a code address lies in instrumented code of the program (its executable or a library
/// compiled with the wrapper), rather than in libc, libstdc++ or the runtime.
[[nodiscard]] bool is_program_code(std::uintptr_t pc) noexcept;

/// Whether a code address lies in libatomic, which copies the program's objects for it.
[[nodiscard]] bool is_libatomic_code(std::uintptr_t pc) noexcept;
/// Notes where libatomic is, by one of its functions: it may be loaded only when it is needed.
void note_libatomic(std::uintptr_t function) noexcept;

/// Set from the end of the runtime's own constructor until exploration starts, while the program's
/// static constructors run. Must be clear whenever the runtime itself allocates.
[[nodiscard]] bool starting() noexcept;

/// Whether an allocation that returns to `pc` belongs to libc, the dynamic linker or the runtime
/// and so comes from the real heap.
[[nodiscard]] bool is_system_allocator_caller(std::uintptr_t pc) noexcept;

/// Whether an address lies in the program's globals or on a simulated thread's stack.
[[nodiscard]] bool is_program_memory(const void* p) noexcept;

/// Reads the map of modules: what is the program's, what is a system library's. Before anything
/// else.
void read_modules();
/// The program's constructors begin (they allocate from the initial heap) / have ended.
void begin_constructors() noexcept;
void end_constructors() noexcept;

/// Notes where the calling thread's copies of the program's thread_local variables are.
void remember_thread_storage(std::uintptr_t thread_pointer);
/// Remembers the program's writable globals / puts them, and every thread_local, back as they were.
void snapshot_globals();
void restore_globals();
/// Makes the thread_locals of the simulated thread with this thread pointer what they are at a
/// thread's start. Calls `renewed` with each piece of their memory.
void renew_thread_locals(std::uintptr_t thread_pointer,
                         void (*renewed)(std::uintptr_t begin, std::uintptr_t end));
/// Copies the program's writable globals and every thread_local / makes them again what they were.
void keep_globals(byte_buffer& to);
void put_back_globals(byte_buffer::reader& from);

/// The program's writable globals.
[[nodiscard]] const std::vector<memory_range>& program_memory() noexcept;

/// Whether the program has thread_local variables of its own.
[[nodiscard]] bool has_thread_locals() noexcept;
/// Where the calling thread has libstdc++'s thread-local variables (empty: there is no libstdc++).
[[nodiscard]] memory_range cxx_runtime_storage() noexcept;

struct loaded_module {
    std::string path;
    std::uintptr_t bias, begin, end;
    bool program;              // its memory is the program's, as new in each execution
    bool instrumented = false; // it calls the runtime for its accesses
    std::vector<memory_range> code = {};

    [[nodiscard]] bool contains(std::uintptr_t address) const noexcept {
        return begin <= address && address < end;
    }
};

[[nodiscard]] const std::vector<loaded_module>& modules();
/// The writable memory of every module but the runtime: where a pointer keeps a block alive.
[[nodiscard]] std::vector<memory_range> writable_memory();
/// Every thread's copies of the program's thread_local variables.
[[nodiscard]] std::vector<memory_range> thread_local_memory();
/// Whether an address lies in the image of a module that is instrumented.
[[nodiscard]] bool is_instrumented(std::uintptr_t address) noexcept;
[[nodiscard]] bool is_runtime_code(std::uintptr_t pc) noexcept;
/// Whether a code address lies in the unwinder (libgcc): what it locks to look up its tables is no
/// synchronization of the program, which must not be able to rely on it.
[[nodiscard]] bool is_unwinder_code(std::uintptr_t pc) noexcept;

} // namespace heddle::world
