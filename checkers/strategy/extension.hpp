// Steps that every strategy builds with: adding an event to a graph and working out its effects.
#pragma once

#include "strategy/strategy.hpp"

namespace heddle::strategy {

/// Whether a pending operation can take its place now (a lock may be taken, a thread unfinished …).
[[nodiscard]] bool enabled(const graph::execution_graph& g, const loop_memory& loops,
                           const pending_operation& p);
/// Whether a thread that waits for an object, in vain so far, has missed states of it since its
/// last attempt: there may have been one that it could have had, before another thread took the
/// object for good. To be asked when nothing else is enabled; the attempt is added all the same.
[[nodiscard]] bool may_try_again(const graph::execution_graph& g, const pending_operation& p);

/// Whether the state that `seen` describes lets this thread's operation go on.
[[nodiscard]] bool lets_proceed(const graph::operation& what, graph::thread_id thread,
                                graph::value seen);

/// Whether a read that sees `seen` goes on to write.
[[nodiscard]] bool would_update(const graph::event& read, graph::value seen) noexcept;

/// Appends the event of an operation, not yet its source, place or clocks; makes its location.
graph::event_id append_event(graph::execution_graph& g, const pending_operation& next,
                             graph::value initial);

/// Fills in an event that neither reads nor writes a location: fences, thread events, wakes.
void settle_other(graph::execution_graph& g, graph::event_id id);

/// Given the source of a read, works out its order, its clocks and whether it goes on to write.
void settle_read(graph::execution_graph& g, graph::event_id read);

/// Appends the write half of an update after its read half, directly after the write it read from.
/// Returns its event. Two updates of one write must not both stay: see conflict_of.
graph::event_id append_update(graph::execution_graph& g, graph::event_id read,
                              std::uint32_t choice);
/// Gives the write half of an update another of its choices.
void choose_update(graph::execution_graph& g, graph::event_id write, std::uint32_t choice);

/// The read half of an update that reads from the same write as `read` and has written already.
[[nodiscard]] graph::event_id conflict_of(const graph::execution_graph& g, graph::event_id read);

/// The read half that belongs to the write half of an update.
[[nodiscard]] graph::event_id read_half(const graph::execution_graph& g, graph::event_id write);

/// Range of places in modification order: first … last, both included.
struct places {
    std::uint32_t first, last;
};

/// The writes that coherence lets a read see, by place.
[[nodiscard]] places readable(const graph::execution_graph& g, graph::event_id read);
/// The places where coherence lets a blind write go.
[[nodiscard]] places writable(const graph::execution_graph& g, graph::event_id write);
/// Whether a write at `place` would come between an update and the write it read from.
[[nodiscard]] bool splits_update(const graph::execution_graph& g, graph::location_id l,
                                 std::uint32_t place);

/// The place of the write that a read sees by default, the newest; for a waiter that has been
/// notified, the notification.
[[nodiscard]] std::uint32_t default_place(const graph::execution_graph& g, graph::event_id read);
/// Whether a read may see the write at an older place than its default: a blocking operation does
/// not block on an old state, and a notified waiter has one notification.
[[nodiscard]] bool worth_reading(const graph::execution_graph& g, graph::event_id read,
                                 graph::value seen);

} // namespace heddle::strategy
