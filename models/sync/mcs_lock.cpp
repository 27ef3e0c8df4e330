#include "models/sync/mcs_lock.hpp"

#include "models/faults/weakened.hpp"
#include "models/sync/broken_locks.hpp"
#include "models/sync/mutex.hpp"
#include "models/sync/ticket_lock.hpp"
#include "primitives/sync/mcs_lock.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_mcs_lock;
using mcs_lock = basic_mcs_lock<checked_sync>;
using flaw = mcs_lock_flaw;

static const model<queueing<checked_sync, mcs_lock>> queues{
    {.name = "models/sync/mcs_lock", .story = "Two threads, with a node each."}};

static const model<queueing<checked_sync, mcs_lock, 3>> queues_three{
    {.name = "models/sync/mcs_lock/three", .story = "Three threads, with a node each."}};

static const model<queueing<checked_sync, mcs_lock, 2, 2>> queues_again{
    {.name = "models/sync/mcs_lock/again", .story = "A node is used a second time."}};

static const model<queueing_anew<checked_sync, mcs_lock>> queues_anew{
    {.name = "models/sync/mcs_lock/new_nodes", .story = "Each thread makes a node, one tries."}};

static const model<mutual_exclusion<checked_sync, basic_mcs_lock>> excludes{
    {.name = "models/sync/mcs_lock/nodeless", .story = "Two threads, without a node."}};

static const model<mutual_exclusion<checked_sync, basic_mcs_lock, 3>> excludes_three{
    {.name = "models/sync/mcs_lock/nodeless_three", .story = "Three threads, without a node."}};

static const model<mutual_exclusion<checked_sync, basic_mcs_lock, 2, 2>> excludes_twice{
    {.name = "models/sync/mcs_lock/nodeless_twice",
     .story = "Two threads, without a node, twice each."}};

static const model<mixing<checked_sync, mcs_lock>> mixes{
    {.name = "models/sync/mcs_lock/mixed",
     .story = "A guard, a thread without a node, and one that tries."}};

static const model<trying<checked_sync, basic_mcs_lock>> tries{
    {.name = "models/sync/mcs_lock/try_lock", .story = "Two threads try to lock."}};

static const model<trying_once<checked_sync, basic_mcs_lock>> tries_once{
    {.name = "models/sync/mcs_lock/try_once", .story = "One thread locks, another tries."}};

static const model<first_come<checked_sync, basic_mcs_lock>> is_in_order{
    {.name = "models/sync/mcs_lock/order",
     .story = "Who locks again does not overtake one that waits."}};

static const model<first_come_by_guards<checked_sync, mcs_lock>> guards_are_in_order{
    {.name = "models/sync/mcs_lock/order_of_guards",
     .story = "Who locks again does not overtake one that waits, with guards."}};

static const model<queueing<unacquired<checked_sync>, basic_mcs_lock<unacquired<checked_sync>>>>
    without_acquire_{{.name = "models/sync/mcs_lock/without_acquire",
                      .expect = verdict::data_race,
                      .story = "To lock acquires nothing."}};

static const model<queueing<unreleased<checked_sync>, basic_mcs_lock<unreleased<checked_sync>>>>
    without_release_{{.name = "models/sync/mcs_lock/without_release",
                      .expect = verdict::data_race,
                      .story = "To unlock releases nothing."}};

static const model<queueing<checked_sync, flawed_mcs_lock<checked_sync, flaw::none>, 2, 2>> simple{
    {.name = "models/sync/mcs_lock/simple",
     .story = "The lock of which the broken ones are made, without a flaw."}};

static const model<queueing<checked_sync, flawed_mcs_lock<checked_sync, flaw::leaves>>> leaves{
    {.name = "models/sync/mcs_lock/leaves",
     .expect = verdict::livelock,
     .story = "Who sees no successor empties the queue: one on its way in is not told."}};

static const model<queueing<checked_sync, flawed_mcs_lock<checked_sync, flaw::late_waiting>>>
    waits_late{{.name = "models/sync/mcs_lock/late_waiting",
                .expect = verdict::livelock,
                .story = "A thread writes that it waits after it may have been told to go."}};

static const model<
    queueing<checked_sync, flawed_mcs_lock<checked_sync, flaw::stale_successor>, 2, 2>>
    is_stale{{.name = "models/sync/mcs_lock/stale_successor",
              .expect = verdict::livelock,
              .story = "A node that is used again still has its last successor: nobody leaves."}};

} // namespace heddle::models
