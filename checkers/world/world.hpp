// The simulated world, as the front end sees it: while `simulating` is set, the calling code is a
// simulated thread, and each of its visible acts is handed to the functions below.
#pragma once

#include "graph/operation.hpp"
#include "heddle/verdict.hpp"

#include <pthread.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heddle::world {

/// Set while a simulated thread runs its own code; clear in the runtime and outside executions.
extern bool simulating;

/// What an operation returned.
struct outcome {
    graph::value seen{};  // the state it read
    bool updated = false; // it also wrote (a compare_exchange or try_lock that succeeded, …)
    bool blocked = false; // it found the state taken: perform it again (graph::may_block)
    bool waits = false;   // it has not been performed: its thread waits in a loop
};

/// Performs one operation of the current thread. Returns when it has taken its place in the
/// execution; other threads may run meanwhile.
outcome perform(const graph::operation& what);

/// The same, for an atomic operation whose memory order the program states: another may stand in
/// for it (order_sites.hpp).
outcome perform_atomic(const graph::operation& what);

/// Whether the program has code that spins for a while and then sleeps (bounded_spin.hpp): then it
/// makes a difference in which functions its threads are.
extern bool follows_spins;
/// The current thread begins / ends a function, which returns to this address.
void enter_function(std::uintptr_t return_address) noexcept;
void leave_function() noexcept;

/// A plain (non-atomic) access of the current thread, before it happens: race detection.
void access(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t pc);

[[nodiscard]] graph::thread_id self() noexcept;

/// The thread on whose stack an address is, if it is on one.
[[nodiscard]] std::optional<graph::thread_id> owner_of_stack(std::uintptr_t address) noexcept;

/// Whether all that other threads have done, and can do, happens before what the current one does
/// next.
[[nodiscard]] bool is_alone() noexcept;

/// Creates a simulated thread; returns its handle. Refuses a 65th (`unsupported`), of those that
/// their creators have not joined, in all executions together.
pthread_t create_thread(void* (*routine)(void*), void* argument, bool detached, std::uintptr_t pc);
/// Waits for the thread to finish and returns its result; 0, or ESRCH / EINVAL / EDEADLK.
int join_thread(pthread_t handle, void** result, std::uintptr_t pc);
int detach_thread(pthread_t handle);
/// Ends the current thread (pthread_exit): unwinds its stack, runs its thread_local destructors.
[[noreturn]] void exit_thread(void* result);

/// Whether and when a thread lets others cancel it. Nobody does, but it may ask.
struct cancellation {
    int state = PTHREAD_CANCEL_ENABLE;
    int type = PTHREAD_CANCEL_DEFERRED;
};

/// The current thread's.
[[nodiscard]] cancellation& current_cancellation() noexcept;

/// Registers a destructor to run when the current thread ends (a thread_local's).
void at_thread_exit(void (*destructor)(void*), void* object);

/// Runs what at_thread_exit has registered for the current thread.
void run_thread_exit();

/// A bug of the program in the current thread at this point: ends the execution.
[[noreturn]] void report(verdict kind, const std::string& message);
/// The program called something that is not simulated: ends the search, naming it.
[[noreturn]] void unsupported(const std::string& what);
/// What the current thread has assumed is not so: it goes no further, and the execution is none
/// that counts, unless another thread has a bug.
[[noreturn]] void give_up();
/// exit, _exit and their like: ends the execution here, without a bug, once the others have come to
/// a stop.
[[noreturn]] void end_execution();
/// A choice of the program's environment: 0 … alternatives - 1, all explored.
std::uint32_t choose(std::uint32_t alternatives, std::uintptr_t pc);

/// Something of the program cannot be explored, which makes the search incomplete: a text that
/// lives as long as the process says what, and why.
void note_left_out(const char* reason) noexcept;
/// Whether executions run from the program's start only, for checkpoints do not hold what the
/// program changes.
[[nodiscard]] bool runs_from_start_only() noexcept;

/// The program asks for a value and is given one of those that it could be given, but not every one
/// of them is tried: the search is not complete.
void note_sampled_value() noexcept;

/// The report is to say this, once: in what the program was given something else than it would be.
void note_caveat(std::string_view what);
/// The program ends with this status. That is no bug, but may be a sign that it did nothing.
void note_exit_status(int status);

/// A value of what comes out of the execution / the end of such values, by the current thread (see
/// remarks.hpp).
void add_outcome_value(std::string_view text);
void end_outcome();
/// Gives memory a name, in this execution.
void annotate(std::uintptr_t address, std::size_t size, std::string_view name);

/// Orders what the current thread did before and does after as two seq_cst fences would, and
/// nothing else: no other thread's accesses happen before or after.
void full_barrier(std::uintptr_t pc);

/// Virtual time of the current thread, in nanoseconds: moves forward when it sleeps or times out.
[[nodiscard]] std::uint64_t now() noexcept;
void advance_to(std::uint64_t nanoseconds) noexcept;

/// Depth of the current thread's hold on a recursive mutex, beyond the first; by address. Valid
/// until the next call.
std::uint32_t& recursion_of(std::uintptr_t mutex);

/// The number of the current thread's last plain access; an identity of a moment that is the same
/// whenever the same execution runs again.
[[nodiscard]] std::uint64_t moment() noexcept;
/// Tells spin detection that the current thread did something with an effect (allocated, printed
/// …).
void note_effect() noexcept;

/// The memory of a new block is written for the first time, by the function that makes it.
void note_first_write(std::uintptr_t address, std::size_t size, std::uintptr_t pc);

/// Marks [address, address + size) as freed by the current thread: any later access is a
/// use_after_free, and so is an earlier one that does not happen before it.
void mark_freed(std::uintptr_t address, std::size_t size, std::uintptr_t pc);

/// The program has done something that going back to a checkpoint would not undo ("the program …"):
/// from now on every execution runs from its start.
void note_external_effect(const char* what);

/// Whether a wait may wake for no reason (--spurious).
[[nodiscard]] bool spurious_allowed() noexcept;
/// Whether a weak compare_exchange of the current thread's fails for no reason: a choice with
/// --spurious, unless its last one did.
[[nodiscard]] bool fails_spuriously(std::uintptr_t pc);

} // namespace heddle::world
