#pragma once

#include <atomic>

namespace heddle::models {

/// A fault: fences do nothing. What an operation's own order says still holds.
template <class Sync>
struct unfenced : Sync {
    static void fence(std::memory_order) noexcept {}
};

} // namespace heddle::models
