// Mutexes, read-write locks and semaphores: when a thread may have one, and what that orders.
#pragma once

#include "reference/lock_mistake.hpp"
#include "reference/lock_program.hpp"
#include "reference/vector_clock.hpp"

namespace heddle::tests {

struct lock_object {
    int owner = -1;       ///< Of a mutex; of a read-write lock: the writer.
    unsigned readers = 0; ///< Of a read-write lock: a bit for each thread that reads.
    int count = 0;        ///< Of a semaphore.
    int newest = -1;      ///< The thread that changed it last.

    vector_clock left{};            ///< What everyone who takes or shares it later knows.
    vector_clock left_by_readers{}; ///< What a later writer knows besides.
};

/// Whether a take (`shared`: a share) would succeed now.
[[nodiscard]] bool may_take(lock_object const& object, object_kind kind, bool shared,
                            lock_mistake mistake);

/// A take or a share by `thread`, which knows `known`.
void take(lock_object& object, object_kind kind, bool shared, std::size_t thread,
          vector_clock& known, lock_mistake mistake);

/// An unlock or a post.
void give(lock_object& object, object_kind kind, std::size_t thread, vector_clock const& known,
          lock_mistake mistake);

} // namespace heddle::tests
