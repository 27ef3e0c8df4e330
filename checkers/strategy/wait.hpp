// Waiting in a spin loop (loop_memory.hpp): what may end a wait.
#pragma once

#include "strategy/strategy.hpp"

namespace heddle::strategy {

/// Whether `e` is in the causal prefix of `write`.
[[nodiscard]] inline bool in_prefix(const graph::execution_graph& g, const graph::event& e,
                                    const graph::event& write) {
    if (e.thread == write.thread) return e.index < write.index;
    return g.clocks().at(write.causal, e.thread) >= e.index;
}

/// Makes a read that has no source a wait.
void make_wait(graph::execution_graph& g, graph::event_id read);
/// The wait that a read in a spin loop ends: the event before it, if that is one, else no_event.
[[nodiscard]] graph::event_id wait_before(const graph::execution_graph& g, graph::event_id read);

/// Whether `write` cannot be the one that ends the wait: it was there when the wait began, or it
/// ends one in another execution.
///
/// A displaced wait stands for a read from the write that displaced it. For an execution in which a
/// thread goes on by reading `write` there must be one way to come to it, but several writes may
/// have kept the thread waiting before. TruSt's way is that `write` revisits the read when that
/// reads from the newest write among those that were there before it and those that `write` depends
/// on; which came to revisit the read in the same way; and so on, down to the one that displaced
/// the wait.
[[nodiscard]] bool seen_by_wait(const graph::execution_graph& g, graph::event_id wait,
                                graph::event_id write);
/// Whether the thread waits, and no write has come that may let it go on.
[[nodiscard]] bool still_waits(const graph::execution_graph& g, const loop_memory& loops,
                               const pending_operation& p);
/// Whether the wait of a thread that nothing lets go on would end in another execution: the newest
/// write has not been tried.
[[nodiscard]] bool misses_newest(const graph::execution_graph& g, const loop_memory& loops,
                                 graph::event_id wait);

} // namespace heddle::strategy
