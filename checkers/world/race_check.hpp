// Checking accesses against the shadow memory, and the map from addresses to atomic locations.
#pragma once

#include "world/state.hpp"

namespace heddle::world {

/// The location that is bound to an address now, for an access by `t`. A location of another size
/// that overlaps it makes the program unsupported (mixed-size atomic accesses), unless only `t` has
/// used it: its life has ended then.
[[nodiscard]] graph::location_id find_location(const thread& t, std::uintptr_t address,
                                               std::size_t size);

/// Whether the memory of a location holds its newest write, as that of an atomic does. That of a
/// flag for one-time calls does on a stack, where nothing but the memory may tell that another
/// object has come into its place.
[[nodiscard]] bool is_in_memory(const graph::location& l);

/// Objects in this memory have come to their end.
void forget_locations(std::uintptr_t begin, std::uintptr_t end);

void bind_location(const graph::location& l, graph::location_id id);

/// An atomic operation, against the plain accesses so far.
void check_atomic(thread& t, const graph::location& l, const graph::operation& what, bool writes);

} // namespace heddle::world
