// Tiny lock programs as text, and what their threads do.
//
//     La Wu1 Ua | Sr Ru Ur T1 Wx2 U1 | La Pa Ua N
//
// One column a thread. A step is a letter and the name of what it acts on:
//
//     L take      a mutex, a read-write lock for writing, or one of a semaphore's count
//     S share     a read-write lock: lock it for reading
//     T, H        try to take, try to share: if that fails, go on after the next U or E with the
//                 same name
//     U give      unlock, or post
//     E end       nothing but the end of what a failed try leaves out
//     R read, W<v><n> write n to a variable
//     P wait on the condition variable; the mutex is held
//     N, B        notify one, notify all: without a name, for there is one condition variable
//
// Mutexes are a and b; read-write locks r and s; semaphores 0, 1 and 2, after the count that they
// start with; x and y relaxed atomics, u and v plain ints, all of them 0 at first.
#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace heddle::tests {

enum class lock_action {
    take,
    share,
    try_take,
    try_share,
    give,
    end,
    load,
    store,
    wait,
    notify_one,
    notify_all
};

enum class object_kind { mutex, rwlock, semaphore, atomic, plain };
inline constexpr std::size_t object_kinds = 5;
inline constexpr std::size_t objects_of_a_kind = 3; ///< At most.

inline constexpr std::size_t lock_threads = 4;
inline constexpr std::size_t lock_steps = 16; ///< Of one thread.

struct lock_step {
    lock_action action = lock_action::end;
    object_kind kind = object_kind::mutex;
    std::size_t object = 0;    ///< Which one of its kind.
    int value = 0;             ///< What a store writes.
    std::size_t otherwise = 0; ///< Where a failed try goes on.
};

struct lock_thread {
    std::size_t size = 0;
    std::array<lock_step, lock_steps> code{};
};

struct lock_program {
    std::size_t threads = 1;
    std::array<lock_thread, lock_threads> thread{};
};

[[nodiscard]] inline bool is_try(lock_action action) {
    return action == lock_action::try_take || action == lock_action::try_share;
}

/// @throws std::invalid_argument when `text` is not in the notation.
lock_program parse_lock_program(std::string_view text);

} // namespace heddle::tests
