// The heap, for other functions that allocate for the program.
#pragma once

#include <cstddef>
#include <cstdint>

namespace heddle::frontend {

/// What malloc returns to a caller at `pc`.
[[nodiscard]] void* allocate(std::size_t size, std::uintptr_t pc) noexcept;

} // namespace heddle::frontend
