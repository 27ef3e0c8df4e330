#pragma once

#include <cstddef>

namespace heddle::queue {

/// How far apart is what different threads write at the same time. A number of our own:
/// std::hardware_destructive_interference_size may differ between the files of a program, and GCC
/// warns where a header's layout depends on it.
inline constexpr std::size_t cache_line = 64;

} // namespace heddle::queue
