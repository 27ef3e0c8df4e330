// One node of an execution graph.
#pragma once

#include "graph/operation.hpp"

namespace heddle::graph {

enum class event_kind : std::uint8_t {
    read,  // reads-from one write of its location; the read half of an update too
    write, // has a place in its location's modification order; the write half of an update too
    fence,
    thread_create,
    thread_start, // depends on the creation
    thread_finish,
    thread_join, // depends on the finish
    wake,        // depends on the notification that chose the waiter
    choose,
};

struct event {
    event_kind kind{};
    operation_code code{};
    memory_order order{}; // as it took effect: a failed compare_exchange has its failure order
    memory_order success_order{}; // as requested
    memory_order failure_order{};
    std::uint8_t size = 0;
    bool exclusive = false;        // half of an update: a read that writes next, or that write
    bool blocked = false;          // an attempt that found its object taken, or a wait (is_wait)
    bool creates_location = false; // first event of its location
    thread_id thread = 0;
    thread_id target = 0;    // created or joined thread
    std::uint32_t index = 0; // place in program order, from 1
    std::uint32_t choice = 0;
    std::uint32_t choices = 1;
    location_id location = no_location;
    event_id source = no_event; // reads-from, or what a dependent event depends on
    std::uint32_t place = 0; // of a write: position in modification order (the initial write has 0)
    event_id previous_here = no_event; // this thread's previous event at this location …
    event_id jump_here = no_event;     // … one further back (execution_graph::newest_here) …
    std::uint32_t count_here = 0;      // … and how many there are up to this one
    event_id first_reader = no_event;  // of a write: list of its readers, newest first
    event_id next_reader = no_event;   // of a read: next in that list

    // Of a read in a spin loop (strategy/loop_memory.hpp).
    std::uint64_t loop_state = 0;     // the state of its thread; 0: not in a known loop
    event_id displaced_by = no_event; // of a wait: the write that it began because of …
    bool displaces = false;           // … of which this is true, if it was added after the wait

    // Vector clocks. A clock's own component is implied: it is `index`.
    clock_id happens_before = 0;     // what happens before this event
    clock_id causal = 0;             // (program order ∪ reads-from)+ prefix
    clock_id message = 0;            // of a write: what a reader that acquires gets
    clock_id pending_acquire = 0;    // what an acquire fence of this thread would get from here on
    clock_id release_fence = 0;      // what the thread's last release fence published
    std::uint32_t clocks_before = 0; // size of the clock pool before this event

    value seen{};    // value read
    value written{}; // value written
    value operand{};
    value expected{};
    std::uintptr_t pc = 0;
};

[[nodiscard]] inline bool is_read(const event& e) noexcept {
    return e.kind == event_kind::read;
}

[[nodiscard]] inline bool is_write(const event& e) noexcept {
    return e.kind == event_kind::write;
}

/// The mark of a thread that waits in a spin loop: no write that it could read when this was added
/// lets it go on. It reads from nothing, and the read that ends the wait is an event of its own.
[[nodiscard]] inline bool is_wait(const event& e) noexcept {
    return e.kind == event_kind::read && e.blocked && e.source == no_event;
}

} // namespace heddle::graph
