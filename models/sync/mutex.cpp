#include "models/sync/mutex.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "primitives/sync/mutex.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_mutex;

static const model<mutual_exclusion<checked_sync, basic_mutex>> excludes{
    {.name = "models/sync/mutex", .story = "Two threads add to a counter under the lock."}};

static const model<mutual_exclusion<checked_sync, basic_mutex, 3>> excludes_three{
    {.name = "models/sync/mutex/three", .story = "Three threads add to a counter under the lock."}};

static const model<mutual_exclusion<checked_sync, basic_mutex, 2, 2>> excludes_twice{
    {.name = "models/sync/mutex/twice", .story = "Two threads lock and unlock twice each."}};

static const model<trying<checked_sync, basic_mutex>> tries{
    {.name = "models/sync/mutex/try_lock", .story = "Two threads try to lock."}};

static const model<giving_up<checked_sync, basic_mutex>> gives_up{
    {.name = "models/sync/mutex/try_lock_for",
     .story = "One of three threads that lock may give up."}};

static const model<giving_up_at<checked_sync, basic_mutex>> gives_up_at{
    {.name = "models/sync/mutex/try_lock_until",
     .story = "One of two threads that lock may give up, by the clock."}};

static const model<mutual_exclusion<unacquired<checked_sync>, basic_mutex>> without_acquire_{
    {.name = "models/sync/mutex/without_acquire",
     .expect = verdict::data_race,
     .story = "To lock acquires nothing: the next holder may not see what the last one did."}};

static const model<mutual_exclusion<unreleased<checked_sync>, basic_mutex>> without_release_{
    {.name = "models/sync/mutex/without_release",
     .expect = verdict::data_race,
     .story = "To unlock releases nothing."}};

static const model<mutual_exclusion<silent<checked_sync>, basic_mutex>> without_notify{
    {.name = "models/sync/mutex/without_notify",
     .expect = verdict::deadlock,
     .story = "To unlock wakes nobody: a thread that sleeps, sleeps for good."}};

static const model<trying<torn<checked_sync>, basic_mutex>> torn_{
    {.name = "models/sync/mutex/torn",
     .expect = verdict::data_race,
     .story = "To try is to look and then to write: two threads may enter."}};

} // namespace heddle::models
