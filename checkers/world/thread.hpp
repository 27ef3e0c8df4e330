// A simulated thread, and the table of them.
#pragma once

#include "graph/execution_graph.hpp"
#include "world/fiber.hpp"
#include "world/loop_table.hpp"
#include "world/unwinding.hpp"
#include "world/world.hpp"

#include <array>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace heddle::world {

// One arrival at a read, in a thread that may be spinning.
struct loop_visit {
    std::uintptr_t pc = 0;
    std::uint64_t state = 0;    // hash of the thread's registers and stack, as they are now
    std::uint64_t key = 0;      // … or as they were when the graph got the read
    std::uint32_t position = 0; // events before it
};

// What a loop iteration has accessed of plain memory.
struct loop_accesses {
    static constexpr std::size_t most = 16;
    std::array<dependency, most> list{};
    std::size_t count = 0;
    bool overflown = false;

    void clear() noexcept {
        count = 0;
        overflown = false;
    }
};

/// What there is of a thread beside its stack, but for the lists in `thread`.
struct thread_core {
    enum class status : std::uint8_t { absent, runnable, parked, finished };

    fiber on;
    graph::thread_id id = 0;
    status state = status::absent;
    bool spinning = false;  // in a loop that nothing it has seen lets it leave
    bool gave_up = false;   // so is it, for what it assumed is not so
    bool awaiting = false;  // in a loop of one read, until there is a write that lets it leave
    bool patient = false;   // others go first: it has long been in plain code, or …
    bool gives_way = false; // … is about to end the execution
    bool detached = false;
    bool failed_spuriously = false;        // the last time that it could
    std::uintptr_t program_stack_high = 0; // above it are only the runtime's own frames
    std::uintptr_t visible_stack_low = 0;  // below it are only the runtime's, while it is parked
    std::uint32_t position = 0;            // events performed
    graph::clock_id knows = 0;             // what happens before the next event, but the last
    graph::event_id granted = graph::no_event;
    graph::operation pending{};
    graph::thread_id creator = 0;
    std::uint32_t slot = 0; // of the creator's (world_state::slots)
    void* (*routine)(void*) = nullptr;
    void* argument = nullptr;
    void* result = nullptr;
    std::uintptr_t created_at = 0;
    std::uint64_t accesses = 0; // plain accesses so far
    std::uint64_t accesses_at_event = 0;
    std::uint64_t time = 0; // virtual, nanoseconds

    std::uint64_t random_state = 1;

    thread_exit exit;
    cancellation cancellable;

    // Spin detection (spin.cpp).
    std::uint64_t effects = 0;
    std::uint64_t visits_effects = 0;
    std::uint64_t loop_state = 0; // at the pending operation, if that is a read in a known loop

    // The last look of a bounded spin (bounded_spin.hpp): how many there were that are one event.
    std::uint32_t look_position = 0;
    std::uint32_t looks = 0;
    std::uint32_t calls_in_spin = 0; // functions that the spin has called, and not left yet
};

static_assert(std::is_trivially_copyable_v<thread_core>);

[[nodiscard]] inline std::uint64_t bit(const thread_core& t) noexcept {
    return std::uint64_t{1} << t.id;
}

struct thread : thread_core {
    std::vector<std::uintptr_t> waiting_stack; // where it waits (when tracing)
    std::vector<std::pair<void (*)(void*), void*>> exit_destructors;
    loop_accesses touched; // since the last visit
    std::vector<loop_visit> visits;
};

} // namespace heddle::world
