#include "models/sync/barrier.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/spurious.hpp"
#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/sync/broken_barrier.hpp"
#include "primitives/sync/barrier.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_barrier;
using barrier = basic_barrier<checked_sync>;

static const model<lock_step<checked_sync, barrier, 2, 1>> meets{
    {.name = "models/sync/barrier", .story = "Two threads meet, and see what the other one did."}};

static const model<lock_step<checked_sync, barrier, 2, 2>> meets_again{
    {.name = "models/sync/barrier/twice", .story = "Two threads meet twice."}};

static const model<lock_step<checked_sync, barrier, 3, 1>> three_meet{
    {.name = "models/sync/barrier/three", .story = "Three threads meet."}};

static const model<acting<checked_sync, barrier, 2>> acts{
    {.name = "models/sync/barrier/action",
     .story = "Two threads meet; the last one acts before they go on."}};

static const model<acting<checked_sync, barrier, 1>> alone{
    {.name = "models/sync/barrier/alone", .story = "One thread waits for nobody."}};

static const model<giving_up_at_a_barrier<checked_sync, barrier, 2>> gives_up{
    {.name = "models/sync/barrier/arrive_and_wait_for",
     .story = "One of two threads that meet may give up: both get by, or none."}};

static const model<giving_up_at_a_barrier<checked_sync, barrier, 3>> two_give_up{
    {.name = "models/sync/barrier/two_give_up",
     .story = "Two of three threads that meet may give up: all get by, or none."}};

static const model<aborting<checked_sync, barrier>> aborts{
    {.name = "models/sync/barrier/abort",
     .story = "A thread waits, or comes, where another one aborts."}};

static const model<resetting<checked_sync, barrier>> resets{
    {.name = "models/sync/barrier/reset",
     .story = "A thread that is sent away by a reset comes again."}};

static const model<failing<checked_sync, barrier>> fails{
    {.name = "models/sync/barrier/action_throws",
     .story = "The action throws, and all are told that the barrier is broken."}};

static const model<lock_step<checked_sync, basic_barrier<spurious<checked_sync>>, 2, 1>> spurious_{
    {.name = "models/sync/barrier/spurious",
     .story = "The waits that it is made of may end for no reason."}};

static const model<lock_step<checked_sync, turnless_barrier<checked_sync>, 2, 2>> turnless{
    {.name = "models/sync/barrier/turnless",
     .expect = verdict::deadlock,
     .story = "It only counts: who is slow to see the end of a turn waits in the next one, and the "
              "other one for it."}};

static const model<lock_step<checked_sync, basic_barrier<silent<checked_sync>>, 2, 1>>
    without_notify{{.name = "models/sync/barrier/without_notify",
                    .expect = verdict::deadlock,
                    .story = "The last one wakes nobody."}};

static const model<lock_step<checked_sync, basic_barrier<unacquired<checked_sync>>, 2, 1>>
    without_acquire_{{.name = "models/sync/barrier/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To be let go on acquires nothing."}};

static const model<lock_step<checked_sync, basic_barrier<unreleased<checked_sync>>, 2, 1>>
    without_release_{{.name = "models/sync/barrier/without_release",
                      .expect = verdict::data_race,
                      .story = "To let others go on releases nothing."}};

static const model<lock_step<checked_sync, basic_barrier<torn<checked_sync>>, 2, 1>> torn_{
    {.name = "models/sync/barrier/torn",
     .expect = verdict::deadlock,
     .story = "To say that one sleeps is to look and then to write: it undoes what was told."}};

} // namespace heddle::models
