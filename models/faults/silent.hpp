#pragma once

namespace heddle::models {

/// A fault: nobody is ever woken. What a primitive does about sleeping threads is lost.
template <class Sync>
struct silent : Sync {
    using word = typename Sync::word;

    static void notify_one(word&) noexcept {}

    static void notify(word&, unsigned) noexcept {}

    static void notify_all(word&) noexcept {}
};

} // namespace heddle::models
