#pragma once

#include <cstddef>
#include <type_traits>

namespace heddle::models {

/// What can be added to an atomic<T>: std::atomic's difference_type.
template <class T>
using operand_of = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;

} // namespace heddle::models
