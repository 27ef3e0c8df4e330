#include "models/sync/condition_variable.hpp"

#include "models/faults/silent.hpp"
#include "models/faults/spurious.hpp"
#include "models/faults/torn.hpp"
#include "models/sync/broken_condition_variable.hpp"
#include "primitives/sync/condition_variable.hpp"

// Last: Relacy's leaves macros behind.
#include "backend.hpp"

namespace heddle::models {

using sync::basic_condition_variable;
using condition = basic_condition_variable<checked_sync>;

static const model<handing_over<checked_sync, condition>> hands_over{
    {.name = "models/sync/condition_variable",
     .story = "A thread waits for an item, and another one brings it and notifies."}};

static const model<handing_over<checked_sync, condition, notifies::outside>> hands_over_outside{
    {.name = "models/sync/condition_variable/outside",
     .story = "The one that notifies no longer holds the lock."}};

static const model<notifying_all<checked_sync, condition>> notifies_all{
    {.name = "models/sync/condition_variable/notify_all",
     .story = "Two threads wait, and are notified at once."}};

static const model<notifying_all<checked_sync, condition, notifies::outside>> notifies_all_outside{
    {.name = "models/sync/condition_variable/notify_all_outside",
     .story = "Two threads wait, and are notified at once by one that holds no lock."}};

static const model<waking_in_order<checked_sync, condition>> wakes_in_order{
    {.name = "models/sync/condition_variable/in_order",
     .story = "Of two threads that wait, the first is woken first, and one at a time."}};

static const model<not_stealing<checked_sync, condition>> steals_nothing{
    {.name = "models/sync/condition_variable/not_stealing",
     .story = "Who begins to wait after a notification is not notified by it."}};

static const model<giving_up_waiting<checked_sync, condition>> gives_up{
    {.name = "models/sync/condition_variable/wait_for",
     .story = "Two threads may give up while a third one notifies one of them."}};

static const model<giving_up_an_item<checked_sync, condition>> gives_up_item{
    {.name = "models/sync/condition_variable/wait_until",
     .story = "A thread that waits for an item may give up, twice, while another one brings it."}};

static const model<destroying_when_notified<checked_sync, condition>> destroys_when_notified{
    {.name = "models/sync/condition_variable/destroyed_when_notified",
     .story = "It is destroyed when all were notified, though they have not returned."}};

static const model<destroying_when_woken<checked_sync, condition>> destroys_when_woken{
    {.name = "models/sync/condition_variable/destroyed_when_woken",
     .story = "It is destroyed by the thread that is woken, while the other one still wakes it."}};

static const model<destroying_when_woken<checked_sync, condition, true>> destroys_in_time{
    {.name = "models/sync/condition_variable/destroyed_in_time",
     .story = "It is destroyed by a thread that was about to give up when it was notified."}};

static const model<handing_over<checked_sync, basic_condition_variable<spurious<checked_sync>>>>
    wakes_spuriously{{.name = "models/sync/condition_variable/spurious",
                      .story = "The waits that it is made of may end for no reason."}};

static const model<not_stealing<checked_sync, basic_condition_variable<spurious<checked_sync>>>>
    steals_nothing_spuriously{
        {.name = "models/sync/condition_variable/not_stealing_spurious",
         .story = "The waits that it is made of may end for no reason, and nobody notices."}};

static const model<handing_over<checked_sync, basic_condition_variable<silent<checked_sync>>>>
    without_notify{{.name = "models/sync/condition_variable/without_notify",
                    .expect = verdict::deadlock,
                    .story = "A notification wakes nobody."}};

static const model<giving_up_waiting<checked_sync, basic_condition_variable<torn<checked_sync>>>>
    torn_{{.name = "models/sync/condition_variable/torn",
           .expect = verdict::assertion_failed,
           .story = "To choose a thread, and to give up, is to look and then to write."}};

static const model<handing_over<checked_sync, late_condition_variable<checked_sync>>> late{
    {.name = "models/sync/condition_variable/late",
     .expect = verdict::deadlock,
     .story = "The lock is let go of before the wait has begun: a notification is lost."}};

static const model<not_stealing<checked_sync, stolen_condition_variable<checked_sync>>> stolen{
    {.name = "models/sync/condition_variable/stolen",
     .expect = verdict::assertion_failed,
     .story = "Made of a semaphore: a thread that comes late is woken instead of another."}};

} // namespace heddle::models
