#pragma once

#include <atomic>
#include <cstdint>

namespace heddle::models {

namespace detail {

/// `Word` with a wait on it that ends for no reason, or without. Not more than one, so that threads
/// that wait again come to an end.
template <class Sync>
class spurious_word : public Sync::word {
public:
    using Sync::word::word;

    bool wakes_spuriously() const {
        return !is_spent_.exchange(true, std::memory_order_relaxed) && Sync::choose(2) == 1;
    }

private:
    mutable typename Sync::template atomic<bool> is_spent_{false};
};

} // namespace detail

/// No fault: a wait may end for no reason, as the policy's interface says.
template <class Sync>
struct spurious : Sync {
    using word = detail::spurious_word<Sync>;

    static void wait(const word& object, std::uint32_t old) {
        if (!object.wakes_spuriously()) Sync::wait(object, old);
    }

    static bool wait_until(const word& object, std::uint32_t old,
                           typename Sync::clock::time_point deadline) {
        return object.wakes_spuriously() || Sync::wait_until(object, old, deadline);
    }
};

} // namespace heddle::models
