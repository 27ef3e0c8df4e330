// libstdc++'s count of waiters, which std::atomic::notify_one and notify_all look at.
#pragma once

#include <cstddef>
#include <cstdint>

namespace heddle::frontend {

/// Looks the pools up in the program's symbol tables. Before the first execution.
void find_waiter_pools();

/// Whether an address lies in a pool.
[[nodiscard]] bool in_waiter_pool(std::uintptr_t address) noexcept;

} // namespace heddle::frontend
