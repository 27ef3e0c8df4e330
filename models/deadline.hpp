#pragma once

#include <chrono>

namespace heddle::models {

/// A deadline that may pass at any time: to a checker it does not matter how soon.
template <class Sync>
auto soon() {
    return Sync::clock::now() + std::chrono::milliseconds(1);
}

} // namespace heddle::models
