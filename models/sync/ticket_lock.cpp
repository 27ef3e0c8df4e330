#include "models/sync/ticket_lock.hpp"

#include "models/faults/torn.hpp"
#include "models/faults/weakened.hpp"
#include "models/sync/broken_locks.hpp"
#include "models/sync/mutex.hpp"
#include "primitives/sync/ticket_lock.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_ticket_lock;

static const model<mutual_exclusion<checked_sync, basic_ticket_lock>> excludes{
    {.name = "models/sync/ticket_lock", .story = "Two threads add to a counter under the lock."}};

static const model<mutual_exclusion<checked_sync, basic_ticket_lock, 3>> excludes_three{
    {.name = "models/sync/ticket_lock/three",
     .story = "Three threads add to a counter under the lock."}};

static const model<trying<checked_sync, basic_ticket_lock>> tries{
    {.name = "models/sync/ticket_lock/try_lock", .story = "Two threads try to lock."}};

static const model<trying_once<checked_sync, basic_ticket_lock>> tries_once{
    {.name = "models/sync/ticket_lock/try_once", .story = "One thread locks, another tries."}};

static const model<first_come<checked_sync, basic_ticket_lock>> is_in_order{
    {.name = "models/sync/ticket_lock/order",
     .story = "Who locks again does not overtake one that waits."}};

static const model<mutual_exclusion<unacquired<checked_sync>, basic_ticket_lock>> without_acquire_{
    {.name = "models/sync/ticket_lock/without_acquire",
     .expect = verdict::data_race,
     .story = "To lock acquires nothing."}};

static const model<mutual_exclusion<unreleased<checked_sync>, basic_ticket_lock>> without_release_{
    {.name = "models/sync/ticket_lock/without_release",
     .expect = verdict::data_race,
     .story = "To unlock releases nothing."}};

static const model<trying<torn<checked_sync>, basic_ticket_lock>> torn_{
    {.name = "models/sync/ticket_lock/torn",
     .expect = verdict::data_race,
     .story = "Two threads are given the same ticket."}};

static const model<first_come<checked_sync, crowding_lock>> is_without_order{
    {.name = "models/sync/ticket_lock/crowding",
     .expect = verdict::assertion_failed,
     .story = "Whoever is quickest gets the lock, whoever came first."}};

static const model<trying_once<checked_sync, ticket_dropping_lock>> drops_tickets{
    {.name = "models/sync/ticket_lock/dropped_ticket",
     .expect = verdict::livelock,
     .story = "A try that fails has drawn a ticket, which nobody comes to use."}};

} // namespace heddle::models
