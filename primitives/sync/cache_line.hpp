#pragma once

#include <cstddef>

namespace heddle::sync {

/// What is written by different threads at the same time should be this far apart. A number of our
/// own, as std::hardware_destructive_interference_size depends on how a file is compiled, and a
/// layout must not.
inline constexpr std::size_t cache_line = 64;

} // namespace heddle::sync
