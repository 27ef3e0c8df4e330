#include "world/bounded_spin.hpp"

#include "world/state.hpp"

#include <algorithm>

namespace heddle::world {

void bounded_spin_table::add(std::uint32_t looks, std::uintptr_t first, std::uintptr_t end) {
    if (looks < 2) return; // there is nothing to put together
    looks_ = code_.empty() ? looks : std::min(looks_, looks);
    const std::pair range{first, end};
    code_.insert(std::upper_bound(code_.begin(), code_.end(), range), range);
}

bool bounded_spin_table::contains(std::uintptr_t pc) const noexcept {
    const std::uintptr_t call = pc - 1;
    const auto after =
        std::upper_bound(code_.begin(), code_.end(), call,
                         [](std::uintptr_t a, const auto& r) { return a < r.first; });
    return after != code_.begin() && call < std::prev(after)->second;
}

bool follows_spins = false;

// A predicate that is called, rather than inlined, is as much the spin's as one that is inlined.
void enter_function(std::uintptr_t return_address) noexcept {
    thread& t = *state->current;
    if (t.calls_in_spin != 0 || state->spins.contains(return_address)) ++t.calls_in_spin;
}

void leave_function() noexcept {
    thread& t = *state->current;
    if (t.calls_in_spin != 0) --t.calls_in_spin;
}

} // namespace heddle::world
