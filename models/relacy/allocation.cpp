/// @file
/// Relacy replaces `new` and `delete` by inline functions. The program would have only those that
/// some file calls out of line, and what the C++ library allocates with one of its own would be
/// freed by one of Relacy's. So it has all of them.

#include "models/relacy/relacy.hpp"

#include <cstddef>

namespace {

[[gnu::used]] void* (*const allocates)(std::size_t) = &operator new;
[[gnu::used]] void* (*const allocates_array)(std::size_t) = &operator new[];
[[gnu::used]] void (*const frees)(void*) = &operator delete;
[[gnu::used]] void (*const frees_array)(void*) = &operator delete[];

} // namespace
