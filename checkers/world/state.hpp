// What the parts of the world share: one simulated world per process.
#pragma once

#include "race/shadow.hpp"
#include "strategy/strategy.hpp"
#include "world/address_counters.hpp"
#include "world/bounded_spin.hpp"
#include "world/checkpoint.hpp"
#include "world/frame_table.hpp"
#include "world/loop_table.hpp"
#include "world/order_sites.hpp"
#include "world/program.hpp"
#include "world/remarks.hpp"
#include "world/thread.hpp"
#include "world/world.hpp"

#include <bitset>
#include <memory>
#include <string>

namespace heddle::world {

/// A plain access, named so that it can be found again when the same execution is repeated.
struct access_site {
    graph::thread_id thread = 0;
    std::uint64_t moment = 0;
    std::uint32_t index = 0; // the thread's next event
    bool write = false;
    bool atomic = false;
    std::uintptr_t address = 0;
    std::size_t size = 0;
    std::string operation;
    std::vector<std::uintptr_t> stack; // captured when the execution is repeated for the report
};

struct bug {
    verdict kind{};
    std::string message;
    graph::thread_id thread = 0;
    std::vector<std::uintptr_t> stack;
    std::vector<access_site> accesses;
};

enum class execution_end {
    complete,
    blocked,
    bug,
    restart,     // the same graph again
    start_over,  // the whole search again: something was learned of a loop
    seen_before, // nothing new would come of it
    too_long
};

struct world_state {
    graph::clock_pool clocks;
    std::unique_ptr<strategy::strategy> explorer;
    const graph::execution_graph* graph = nullptr; // that of the running execution
    race::shadow_memory shadow;
    std::array<thread, graph::max_threads> threads;
    thread* current = nullptr;
    fiber driver;
    fiber* driver_from = nullptr;
    std::uint64_t runnable = 0; // mask of threads that must run on to their next operation
    std::uint64_t patient = 0;  // mask of threads that let others go first
    std::uint64_t newborn = 0;  // mask of threads that have not started
    std::uint64_t ran = 0;      // mask of threads that have run since the last checkpoint
    std::uint64_t joined = 0;   // mask of threads that nobody may join (again)
    std::uint32_t thread_count = 0;
    // The operations that could be added next, of which only the first are in use: not a local
    // variable, for all of it would be initialized every time.
    std::array<strategy::pending_operation, graph::max_threads> ready;
    std::unordered_map<std::uint64_t, graph::thread_id> numbers; // (creator, slot) -> thread
    // By creator, a mask of slots: those of threads that it has created and not joined.
    std::array<std::uint64_t, graph::max_threads> slots{};
    address_counters owners;
    address_counters recursion;
    std::vector<graph::event_id> newest_in_memory; // by location: newest write performed so far

    remarks said;
    std::vector<std::string> caveats; // of the whole search (note_caveat)
    std::bitset<256> exit_statuses;   // that there is a caveat about
    const char* left_out =
        nullptr; // why the search is not complete, even if it ends (note_left_out)

    // By event: virtual time of its thread when it was performed.
    std::vector<std::uint64_t> event_times;

    execution_end end{};
    bug found;
    bool ended_by_exit = false;
    bool has_spinner = false;

    checkpoint_stack checkpoints;
    bool checkpoint_wanted = false;

    // Repeating an execution for its report.
    bool tracing = false;
    std::vector<std::vector<std::uintptr_t>> event_stacks; // by event
    std::vector<access_site> wanted;                       // plain accesses whose stacks are wanted

    std::uint64_t steps = 0; // operations performed in the whole search: the watchdog's pulse
    std::uint64_t max_events = 1'000'000;
    bool spurious = false;
    loop_table loops;
    frame_table frames;
    bounded_spin_table spins;
    order_sites orders;
    const volatile bool* stop_requested = nullptr;
};

extern world_state* state;

/// Switches from the running fiber to another thread, or back to the driver.
void switch_to(thread& to);
[[noreturn]] void leave_execution(execution_end end);

/// The thread has run long without an operation: lets the others come to theirs first.
void let_others_go_first();
/// With the current thread waiting or finished, runs another, or extends the graph.
void run_others();

/// Forgets the last execution: threads, shadow, objects.
void reset_threads();
void reset_thread(thread& t);
/// Runs an execution from the start of main / from a checkpoint that the world has gone back to,
/// until its end.
void start_main(int (*main)(int, char**, char**), int argc, char** argv, char** envp);
void run_current();

/// The current thread is about to read. Notes where it is, for loops, in its `loop_state` and
/// `visits`, and returns whether it has come back to where it was at visits.back() by a loop
/// iteration without effect.
bool repeats_iteration(thread& t, const graph::operation& what);
/// Whether the iteration that just ended depended on nothing but its operation's outcome and what
/// its `loop_state` stands for.
bool is_pure_iteration(thread& t);
/// A plain access by a thread in a known loop / one to a cell that is watched.
void note_loop_access(thread& t, std::uintptr_t address, std::size_t size, bool write) noexcept;
void note_watched_access(const thread& t, std::uintptr_t address, bool write);

/// The call stack of the calling fiber, without the runtime's own frames.
std::vector<std::uintptr_t> capture_stack();

/// Reports a bug found by the runtime in the current thread.
[[noreturn]] void raise(bug b);

} // namespace heddle::world
