// What a simulated thread can ask for, and what each request means for the location it acts on.
//
// Atomics and synchronization objects are alike: a location with a total modification order, and
// operations that read the state left by one write and, perhaps, write the next state. A mutex is
// a location whose value names its owner; a condition variable is one whose value is the set of
// its waiters. A new primitive is a new operation code and its transition below.
//
//   object              low half of the state     high half
//   mutex               owner + 1                 -
//   condition variable  set of waiters            -
//   once                not begun, running, done  -
//   read-write lock     set of readers            writer + 1
//   semaphore           count                     -
//   barrier             set of waiters            -
//   futex               set of waiters            thread in futex_enter + 1
//   channel             bytes in it, or a count   which ends are closed
#pragma once

#include "graph/types.hpp"

namespace heddle::graph {

enum class operation_code : std::uint8_t {
    load,
    store,
    fetch_add,
    fetch_sub,
    fetch_and,
    fetch_or,
    fetch_xor,
    fetch_nand,
    exchange,
    compare_exchange,
    fence,
    full_barrier, // orders as a seq_cst fence does, but synchronizes with nothing
    mutex_lock,
    mutex_try_lock,
    mutex_unlock,
    condition_enqueue,    // joins the waiters
    condition_notify_one, // removes one waiter, chosen
    condition_notify_all, // removes them all
    condition_wake,       // an untimed waiter has been removed (also from a barrier or a futex)
    condition_timed_wake, // a timed waiter was removed, or removes itself (it timed out)
    once_enter,
    once_leave, // the initialization ended: operand says whether it is done
    read_lock,
    try_read_lock,
    read_unlock,
    write_lock,
    try_write_lock,
    write_unlock,
    semaphore_wait,
    semaphore_try_wait,
    semaphore_post, // fails when the count is the greatest that there is
    semaphore_value,
    barrier_arrive, // joins the waiters; the last of a round, operand says how many, removes all
    futex_enter,    // locks the queue, so that no wake comes before futex_leave or futex_enqueue
    futex_leave,
    futex_enqueue,
    futex_wake,   // removes up to operand waiters, chosen
    channel_take, // up to operand.low of what is there
    channel_try_take,
    channel_put, // operand.low, if that leaves no more than operand.high
    channel_try_put,
    channel_close, // the ends of operand.high
    thread_create,
    thread_start,
    thread_finish,
    thread_join,
    choose,
};

/// One request of a simulated thread, as the front end sees it.
struct operation {
    operation_code code{};
    memory_order order = memory_order::relaxed;
    memory_order failure_order = memory_order::relaxed; // of a compare_exchange that fails
    std::uint8_t size = 0;                              // bytes of the location
    thread_id target = 0;                               // created or joined thread
    std::uint32_t choices = 1;                          // of `choose`: how many alternatives
    std::uintptr_t address = 0;
    std::uintptr_t pc = 0; // return address of the call, to tell two sites apart
    value operand{};
    value expected{}; // of compare_exchange
};

/// What an operation does once it has seen a state.
struct transition {
    enum class effect : std::uint8_t { read_only, update, blocked };
    effect kind = effect::read_only;
    value written{};
};

[[nodiscard]] bool is_atomic_access(operation_code code) noexcept;
/// Acts on the state of a location by reading it (and perhaps writing its successor).
[[nodiscard]] bool reads_state(operation_code code) noexcept;
/// Writes a location without reading it first.
[[nodiscard]] bool writes_blindly(operation_code code) noexcept;

/// What a waiter that has joined an object's waiters does next.
[[nodiscard]] bool is_wake(operation_code code) noexcept;
/// Reads, and may be what a spin loop does again and again: an atomic read, or an attempt to lock.
[[nodiscard]] bool may_spin(operation_code code) noexcept;
/// Waits, where it finds a state that does not let it proceed.
[[nodiscard]] bool may_block(operation_code code) noexcept;
/// Whether the location's initial state is what its memory holds (else it is zero).
[[nodiscard]] bool starts_from_memory(operation_code code) noexcept;

/// How many different updates `code` may make of the state `seen`; 1 unless it has a choice.
[[nodiscard]] std::uint32_t choices_of(operation_code code, value seen, value operand) noexcept;

/// The meaning of an operation that reads state. `choice` < choices_of(code, seen, operand).
[[nodiscard]] transition apply(operation_code code, std::uint8_t size, value operand,
                               value expected, thread_id thread, value seen,
                               std::uint32_t choice) noexcept;

/// The lock state: 0 is free, otherwise owner + 1; and, of a robust mutex, what has become of it.
[[nodiscard]] constexpr value locked_by(thread_id thread) noexcept {
    return {thread + 1ull, 0};
}

/// A thread ended that held the mutex / nobody will hold it any more.
inline constexpr value mutex_abandoned{0, 1};
inline constexpr value mutex_lost{0, 2};

inline constexpr std::uint64_t greatest_semaphore_count = 0x7fff'ffff;

/// The ends of a channel that are closed, in the high half of its state. Nothing is put into one of
/// which the first is closed, and what is left in one of which the second is closed is the last.
inline constexpr std::uint64_t taking_end = 1;
inline constexpr std::uint64_t putting_end = 2;

/// Other values than the C library has: the memory may say what was done before the execution.
inline constexpr value once_running{4, 0};
inline constexpr value once_done{8, 0};

/// The bit of `thread` in a set of waiters or readers.
[[nodiscard]] constexpr std::uint64_t waiter_bit(thread_id thread) noexcept {
    return std::uint64_t{1} << thread;
}

[[nodiscard]] const char* name_of(operation_code code) noexcept;
[[nodiscard]] const char* name_of(memory_order order) noexcept;

} // namespace heddle::graph
