#include "primitives/sync/spin_lock.hpp"

#include "models/faults/weakened.hpp"
#include "models/sync/broken_locks.hpp"
#include "models/sync/mutex.hpp"
#include "models/sync/ticket_lock.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_spin_lock;

static const model<mutual_exclusion<checked_sync, basic_spin_lock>> excludes{
    {.name = "models/sync/spin_lock", .story = "Two threads add to a counter under the lock."}};

static const model<mutual_exclusion<checked_sync, basic_spin_lock, 3>> excludes_three{
    {.name = "models/sync/spin_lock/three",
     .story = "Three threads add to a counter under the lock."}};

static const model<mutual_exclusion<checked_sync, basic_spin_lock, 2, 2>> excludes_twice{
    {.name = "models/sync/spin_lock/twice", .story = "Two threads lock and unlock twice each."}};

static const model<trying<checked_sync, basic_spin_lock>> tries{
    {.name = "models/sync/spin_lock/try_lock", .story = "Two threads try to lock."}};

static const model<trying_once<checked_sync, basic_spin_lock>> tries_once{
    {.name = "models/sync/spin_lock/try_once", .story = "One thread locks, another tries."}};

static const model<mutual_exclusion<unacquired<checked_sync>, basic_spin_lock>> without_acquire_{
    {.name = "models/sync/spin_lock/without_acquire",
     .expect = verdict::data_race,
     .story = "To lock acquires nothing."}};

static const model<mutual_exclusion<unreleased<checked_sync>, basic_spin_lock>> without_release_{
    {.name = "models/sync/spin_lock/without_release",
     .expect = verdict::data_race,
     .story = "To unlock releases nothing."}};

static const model<mutual_exclusion<checked_sync, two_step_lock>> has_two_steps{
    {.name = "models/sync/spin_lock/two_steps",
     .expect = verdict::data_race,
     .story = "To test and to set are two steps."}};

} // namespace heddle::models
